/** A receiver that OpenTelemetry watches, over HTTP: what is told, and what must never be. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { context, metrics, trace } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeHandler } from '../../../templates/runtime/adapters/node.js'
import { createOtelHooks } from '../../../templates/runtime/otel/otel-hooks.js'
import { createReceiverFrom } from '../../../templates/runtime/receiver.js'
import { acme, deliver, paid, SECRET, sign, silent } from '../acme.js'
import { startTelemetry } from './telemetry.js'

const provider = acme()
const scope = { name: '@acme/webhooks', version: '1.0.0', events: new Set(provider.events.keys()) }

let telemetry: ReturnType<typeof startTelemetry>
beforeEach(() => {
  telemetry = startTelemetry()
})
afterEach(() => telemetry.stop())

/** Sends bodies to a receiver on a port of its own, one after another. */
async function send(
  handle: (payload: unknown) => unknown,
  ...deliveries: readonly { readonly body: string; readonly signature?: string }[]
): Promise<readonly number[]> {
  const hooks = createOtelHooks(scope, { trace, context, metrics })
  const receiver = createReceiverFrom(provider, { secret: SECRET, logger: silent, hooks })
  receiver.onAny((event) => handle(event))
  const server = createServer(nodeHandler(receiver))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const statuses: number[] = []
  for (const { body, signature = sign(body) } of deliveries) {
    const headers = {
      'content-type': 'application/json',
      'x-signature': signature,
      'x-private': 'header-value',
    }
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })
    statuses.push(response.status)
  }
  await new Promise((resolve) => server.close(resolve))
  return statuses
}

const rootOf = (spans: readonly ReadableSpan[]) => {
  const [root, ...others] = spans.filter(({ name }) => name === 'process acme')
  if (root === undefined || others.length > 0) throw new Error('there must be one delivery')
  return root
}

describe('a delivery', () => {
  test('is a trace of its stages and of what its handlers do', async () => {
    const statuses = await send(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        trace.getTracer('app').startActiveSpan('charge', (span) => span.end())
      },
      { body: JSON.stringify(paid) },
    )
    expect(statuses).toEqual([200])
    const spans = telemetry.spans()
    const root = rootOf(spans)
    const children = spans.filter((span) => span !== root)
    const names = children.map(({ name }) => name)
    for (const name of ['read', 'verify', 'parse', 'validate', 'handle', 'charge']) {
      expect(names).toContain(name)
    }
    for (const { parentSpanContext } of children) {
      expect(parentSpanContext?.spanId).toBe(root.spanContext().spanId)
    }
    expect(root.attributes).toMatchObject({
      'messaging.destination.name': 'acme',
      'messaging.message.id': 'in_1',
      'messaging.message.body.size': JSON.stringify(paid).length,
      'http.response.status_code': 200,
      'webhook.event.name': 'invoice.paid',
      'webhook.outcome': 'handled',
      'webhook.secret.id': 'KEY',
    })
  })

  test('whose handler fails is an error, with the code and without what was thrown', async () => {
    const statuses = await send(
      () => {
        throw new Error('card 4242')
      },
      { body: JSON.stringify(paid) },
    )
    expect(statuses).toEqual([500])
    const spans = telemetry.spans()
    const failed = spans.filter(({ attributes }) => attributes['error.type'] === 'ERR_HANDLER')
    expect(failed).toEqual([spans.find(({ name }) => name === 'handle'), rootOf(spans)])
    for (const { status } of failed) expect(status).toEqual({ code: 2 })
  })

  test('that is forged tells which stage refused it, and is no error of the receiver', async () => {
    const statuses = await send(() => undefined, { body: JSON.stringify(paid), signature: 'ff' })
    expect(statuses).toEqual([401])
    const spans = telemetry.spans()
    expect(rootOf(spans).status).toEqual({ code: 0 })
    const failed = spans.filter(({ attributes }) => attributes['error.type'] !== undefined)
    expect(failed.map(({ name }) => name).sort()).toEqual(['process acme', 'verify'])
  })
})

test('with a queue there are two: what was enqueued, and what was consumed', async () => {
  const envelopes: string[] = []
  const enqueue = (envelope: string) => envelopes.push(envelope)
  const hooks = createOtelHooks(scope, { trace, context, metrics })
  const receiver = createReceiverFrom(provider, {
    secret: SECRET,
    logger: silent,
    hooks,
    ack: 'enqueue',
    envelope: { key: 'k'.repeat(32) },
    queue: { enqueue, work: () => undefined, close: () => undefined },
  })
  receiver.onAny(() => trace.getTracer('app').startSpan('charge').end())
  await receiver.receive(deliver(paid))
  for (const envelope of envelopes) await receiver.consume(envelope)
  const taken = rootOf(telemetry.spans())
  const handled = telemetry.spanCalled('consume acme')
  expect(taken.attributes).toMatchObject({
    'webhook.outcome': 'enqueued',
    'http.response.status_code': 202,
  })
  expect(handled.attributes).toMatchObject({
    'webhook.outcome': 'handled',
    'messaging.message.id': 'in_1',
  })
  const parentOf = (name: string) => telemetry.spanCalled(name).parentSpanContext?.spanId
  expect(parentOf('enqueue')).toBe(taken.spanContext().spanId)
  expect(parentOf('handle')).toBe(handled.spanContext().spanId)
  expect(parentOf('charge')).toBe(handled.spanContext().spanId)
  const operations = (await telemetry.points()).map(({ metric, attributes, count }) => {
    return [metric, attributes['messaging.operation.name'], count]
  })
  expect(operations).toEqual([
    ['messaging.process.duration', 'process', 1],
    ['messaging.process.duration', 'consume', 1],
    ['messaging.client.consumed.messages', 'process', 1],
    ['messaging.client.consumed.messages', 'consume', 1],
  ])
})

test('neither payload nor secret nor signature nor header is told, whatever the outcome', async () => {
  const secretive = { ...paid, note: 'in-the-payload' }
  const bodies = [
    JSON.stringify(secretive),
    JSON.stringify({ ...secretive, amount: 'in-the-payload' }),
    JSON.stringify({ ...secretive, type: 'in-the-payload' }),
    '{ "in-the-payload',
  ]
  const handle = () => {
    throw new Error('in-the-payload')
  }
  const statuses = await send(handle, ...bodies.map((body) => ({ body })), {
    body: bodies[0] ?? '',
    signature: sign('in-the-payload'),
  })
  expect(statuses).toEqual([500, 422, 200, 400, 401])
  const told = JSON.stringify([
    telemetry.spans().map(({ name, attributes, events, links, status }) => {
      return { name, attributes, events, links, status }
    }),
    await telemetry.points(),
  ])
  expect(told).toContain('invoice.paid')
  expect(told).toContain('_OTHER')
  for (const text of [
    'in-the-payload',
    SECRET,
    'header-value',
    ...bodies.map((body) => sign(body)),
  ]) {
    expect(told).not.toContain(text)
  }
})
