/** Spans of deliveries and of their stages, through the real API and SDK. */
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeliverySummary } from '../../../templates/runtime/hooks.js'
import { startTelemetry } from './telemetry.js'
import { handled, STARTED, timing, watch } from './watched.js'

let telemetry: ReturnType<typeof startTelemetry>
beforeEach(() => {
  telemetry = startTelemetry()
})
afterEach(() => telemetry.stop())

const spanCalled = (name: string) => telemetry.spanCalled(name)
const millisecondsOf = ([seconds, nanos]: readonly [number, number]) => seconds * 1000 + nanos / 1e6

describe('the span of a delivery', () => {
  test('is named, placed and described as the conventions for messaging say', () => {
    watch()?.onEnd?.(handled)
    const span = spanCalled('process acme')
    expect(span.kind).toBe(SpanKind.CONSUMER)
    expect(span.instrumentationScope).toMatchObject({ name: '@acme/webhooks', version: '1.2.3' })
    expect(span.status.code).toBe(SpanStatusCode.UNSET)
    expect(millisecondsOf(span.startTime)).toBe(STARTED)
    expect(millisecondsOf(span.endTime)).toBe(STARTED + 30)
    expect(span.attributes).toEqual({
      'messaging.system': 'webhook',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'acme',
      'messaging.message.id': 'evt_1',
      'messaging.message.body.size': 42,
      'http.response.status_code': 200,
      'webhook.outcome': 'handled',
      'webhook.event.name': 'paid',
      'webhook.secret.id': 'SECRET[0]',
    })
  })

  test('of an envelope has another name, and no status, as nobody is answered', () => {
    watch('envelope')?.onEnd?.(handled)
    const { attributes } = spanCalled('consume acme')
    expect(attributes).toMatchObject({
      'messaging.operation.name': 'consume',
      'messaging.operation.type': 'process',
    })
    expect(attributes).not.toHaveProperty('http.response.status_code')
  })

  test('is the child of the span that the server has opened', () => {
    const server = trace.getTracer('server').startSpan('POST')
    context.with(trace.setSpan(context.active(), server), () => watch()?.onEnd?.(handled))
    expect(spanCalled('process acme').parentSpanContext?.spanId).toBe(server.spanContext().spanId)
  })

  const ends: [name: string, code: DeliverySummary['code'], status: SpanStatusCode][] = [
    ['a forged delivery is the sender at fault', 'ERR_PROOF_INVALID', SpanStatusCode.UNSET],
    ['an invalid payload too', 'ERR_PAYLOAD_INVALID', SpanStatusCode.UNSET],
    ['a delivery in flight is nobody at fault', 'ERR_IN_FLIGHT', SpanStatusCode.UNSET],
    ['a handler that fails is an error', 'ERR_HANDLER', SpanStatusCode.ERROR],
    ['and one that fails for good', 'ERR_PERMANENT', SpanStatusCode.ERROR],
    ['and a store that is away', 'ERR_STORE_UNAVAILABLE', SpanStatusCode.ERROR],
  ]
  test.each(ends)('%s', (_name, code, status) => {
    watch()?.onEnd?.({ ...handled, outcome: 'rejected', code })
    const span = spanCalled('process acme')
    expect(span.attributes['error.type']).toBe(code)
    expect(span.status).toEqual({ code: status })
  })

  const carried: [name: string, names: string[], want: Record<string, unknown>][] = [
    ['no event', [], {}],
    ['one event', ['sent'], { 'webhook.event.name': 'sent' }],
    ['an event that is not known', ['<script>'], { 'webhook.event.name': '_OTHER' }],
    [
      'a batch of one kind',
      ['paid', 'paid'],
      { 'webhook.event.name': 'paid', 'messaging.batch.message_count': 2 },
    ],
    ['a mixed batch', ['paid', 'sent'], { 'messaging.batch.message_count': 2 }],
  ]
  test.each(carried)('tells of %s', (_name, names, want) => {
    watch()?.onEnd?.({ ...handled, names })
    const { attributes } = spanCalled('process acme')
    const told = Object.entries(attributes).filter(([key]) => /event|batch/.test(key))
    expect(Object.fromEntries(told)).toEqual(want)
  })

  test('leaves out an id that no sender of honest ids would use', () => {
    watch()?.onEnd?.({ ...handled, id: 'x'.repeat(256) })
    watch()?.onEnd?.({ ...handled, id: 'x'.repeat(257) })
    const ids = telemetry.spans().map(({ attributes }) => attributes['messaging.message.id'])
    expect(ids).toEqual(['x'.repeat(256), undefined])
  })
})

describe('stages', () => {
  test('are spans inside, at the times that they took', () => {
    const watched = watch()
    watched?.onStage?.(timing('verify'))
    watched?.onStage?.(timing('handle', { startedAt: STARTED + 16, name: 'paid' }))
    watched?.onEnd?.(handled)
    const parent = spanCalled('process acme').spanContext()
    for (const [name, at] of [
      ['verify', 5],
      ['handle', 16],
    ] as const) {
      const span = spanCalled(name)
      expect(span.kind).toBe(SpanKind.INTERNAL)
      expect(span.parentSpanContext?.spanId).toBe(parent.spanId)
      expect(span.spanContext().traceId).toBe(parent.traceId)
      expect(millisecondsOf(span.startTime)).toBe(STARTED + at)
      expect(millisecondsOf(span.endTime)).toBe(STARTED + at + 10)
    }
    expect(spanCalled('verify').attributes).toEqual({ 'webhook.stage': 'verify' })
    expect(spanCalled('handle').attributes).toEqual({
      'webhook.stage': 'handle',
      'webhook.event.name': 'paid',
    })
  })

  test('that failed say why, and are errors where the receiver is at fault', () => {
    const ends = [
      ['verify', 'ERR_PROOF_INVALID', SpanStatusCode.UNSET],
      ['handle', 'ERR_HANDLER', SpanStatusCode.ERROR],
    ] as const
    for (const [stage, code, status] of ends) {
      const watched = watch()
      watched?.onStage?.(timing(stage, { failed: true }))
      watched?.onEnd?.({ ...handled, code })
      expect(spanCalled(stage).attributes['error.type']).toBe(code)
      expect(spanCalled(stage).status.code).toBe(status)
    }
  })

  test('that end after the answer are told as well', () => {
    const watched = watch()
    watched?.onEnd?.({ ...handled, outcome: 'failed', status: 503, code: 'ERR_DEADLINE' })
    watched?.onStage?.(timing('handle', { milliseconds: 20_000 }))
    const span = spanCalled('handle')
    expect(span.parentSpanContext?.spanId).toBe(spanCalled('process acme').spanContext().spanId)
    expect(millisecondsOf(span.endTime)).toBe(STARTED + 20_005)
  })

  test('of a batch of thousands are as many as a viewer shows', () => {
    const watched = watch()
    for (let index = 0; index < 5000; index += 1) watched?.onStage?.(timing('validate'))
    watched?.onEnd?.(handled)
    expect(telemetry.spans().length).toBe(128 + 1)
  })

  test('do not tell the names of events that the SDK does not know', () => {
    const watched = watch()
    watched?.onStage?.(timing('handle', { name: '<script>' }))
    watched?.onEnd?.(handled)
    expect(spanCalled('handle').attributes['webhook.event.name']).toBe('_OTHER')
  })
})
