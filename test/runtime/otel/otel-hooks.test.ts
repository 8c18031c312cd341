/** Handlers, metrics and what the consumer passes, through the real API and SDK. */
import { context, metrics, trace } from '@opentelemetry/api'
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOtelHooks } from '../../../templates/runtime/otel/otel-hooks.js'
import { startTelemetry } from './telemetry.js'
import { handled, STARTED, scope, timing, watch } from './watched.js'

let telemetry: ReturnType<typeof startTelemetry>
beforeEach(() => {
  telemetry = startTelemetry()
})
afterEach(() => telemetry.stop())

describe('handlers', () => {
  test('run inside the span, also after they have waited', async () => {
    const watched = watch()
    const answer = await watched?.around?.(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      trace.getTracer('app').startActiveSpan('charge', (span) => span.end())
      return 'done'
    })
    watched?.onEnd?.(handled)
    expect(answer).toBe('done')
    expect(telemetry.spanCalled('charge').parentSpanContext?.spanId).toBe(
      telemetry.spanCalled('process acme').spanContext().spanId,
    )
    expect(trace.getActiveSpan()).toBeUndefined()
  })

  test('of a delivery that is not sampled are not sampled either', async () => {
    await telemetry.stop()
    telemetry = startTelemetry(new AlwaysOffSampler())
    const watched = watch()
    watched?.onStage?.(timing('verify'))
    const isInside = watched?.around?.(() => trace.getActiveSpan() !== undefined)
    watched?.onEnd?.(handled)
    expect(isInside).toBe(true)
    expect(telemetry.spans()).toEqual([])
  })
})

describe('metrics', () => {
  test('hold durations in seconds and the number of events', async () => {
    watch()?.onEnd?.(handled)
    watch()?.onEnd?.({ ...handled, milliseconds: 70 })
    const [duration, consumed, ...others] = await telemetry.points()
    const attributes = {
      'messaging.system': 'webhook',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'acme',
      'http.response.status_code': 200,
      'webhook.outcome': 'handled',
      'webhook.event.name': 'paid',
    }
    expect(duration).toMatchObject({ metric: 'messaging.process.duration', count: 2, attributes })
    expect(duration?.sum).toBeCloseTo(0.1)
    expect(duration?.boundaries?.[0]).toBe(0.005)
    expect(consumed).toMatchObject({
      metric: 'messaging.client.consumed.messages',
      count: 2,
      attributes,
    })
    expect(Object.keys(consumed?.attributes ?? {}).sort()).toEqual(Object.keys(attributes).sort())
    expect(others).toEqual([])
  })

  test('count the events of a batch by name', async () => {
    watch()?.onEnd?.({ ...handled, names: ['paid', 'sent', 'paid', 'x', 'y'] })
    const counts = (await telemetry.points())
      .filter(({ metric }) => metric.endsWith('messages'))
      .map(({ attributes, count }) => [attributes['webhook.event.name'], count])
    expect(counts).toEqual([
      ['paid', 2],
      ['sent', 1],
      ['_OTHER', 2],
    ])
  })

  test('stay as few, whatever ids and names the sender makes up', async () => {
    for (let index = 0; index < 200; index += 1) {
      watch()?.onEnd?.({
        ...handled,
        id: `evt_${index}`,
        names: [`made-up-${index}`],
        bytes: index,
      })
    }
    const points = await telemetry.points()
    expect(points.map(({ count }) => count)).toEqual([200, 200])
  })

  test('are recorded where the SDK is set up after the hooks, and before the first delivery', async () => {
    metrics.disable()
    const hooks = createOtelHooks(scope, { metrics })
    await telemetry.stop()
    telemetry = startTelemetry()
    hooks.onDelivery?.({ provider: 'acme', kind: 'delivery', startedAt: STARTED })?.onEnd?.(handled)
    expect(await telemetry.points()).toHaveLength(2)
    expect(telemetry.spans()).toEqual([])
  })
})

describe('what the consumer passes', () => {
  test('may be spans alone', async () => {
    watch('delivery', { trace, context })?.onEnd?.(handled)
    expect(telemetry.spans()).toHaveLength(1)
    expect(await telemetry.points()).toEqual([])
  })

  test.each([
    ['nothing', {}, 'otelHooks() has nobody to tell'],
    ['trace without context', { trace }, 'otelHooks() needs context beside trace'],
  ])('%s is refused at once', (_name, given, message) => {
    expect(() => createOtelHooks(scope, given)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(message) }),
    )
  })
})
