/** What the sender gets in every situation, over real HTTP, for senders that take answers differently. */
import { afterEach, expect, test } from 'vitest'
import { PermanentError, RetryableError } from '../../templates/runtime/handler-errors.js'
import type { IdempotencyStore } from '../../templates/runtime/idempotency.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { SenderFacts } from '../../templates/runtime/provider.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { acme, deliver, paid, sign } from './acme.js'
import { closeServers, send, serve } from './adapters/node-server.js'

/** How senders take answers. */
const SENDERS: Record<string, SenderFacts> = {
  'tries again': { retries: true, deadlineSeconds: 10 },
  'never tries again': { retries: false, deadlineSeconds: 10 },
  'gives up at 4xx': {
    retries: true,
    retriesClientErrors: false,
    successStatuses: [200],
    stopRetry: { status: 200, headers: { 'webhook-delivery': 'abort-message' }, body: '' },
  },
}

type Statuses = readonly [triesAgain: number, never: number, givesUpAt4xx: number]

interface Situation {
  readonly name: string
  readonly want: Statuses
  readonly options?: ReceiverOptions
  readonly handler?: () => unknown
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly method?: string
}

const key = 'k'.repeat(32)
const queue = { enqueue: async () => undefined, work: () => undefined, close: () => undefined }
const brokenStore: IdempotencyStore = {
  ...memoryStore(),
  reserve: () => Promise.reject(new Error('connection refused')),
}
const busyStore: IdempotencyStore = {
  ...memoryStore(),
  reserve: () => ({ state: 'busy', milliseconds: 4200 }),
}
const doneStore: IdempotencyStore = {
  ...memoryStore(),
  reserve: () => ({ state: 'done', reply: undefined }),
}
const down = () => Promise.reject(new Error('password is hunter2'))
const throwing = (error: Error) => () => {
  throw error
}
const slow = () => new Promise((resolve) => setTimeout(resolve, 150))

const situations: readonly Situation[] = [
  { name: 'handled', want: [200, 200, 200] },
  { name: 'known type without handler', want: [200, 200, 200], body: { type: 'ping' } },
  { name: 'unknown type', want: [200, 200, 200], body: { type: 'refund' } },
  { name: 'bad proof', want: [401, 401, 401], headers: { 'x-signature': sign('other') } },
  { name: 'missing proof', want: [401, 401, 401], headers: { 'x-signature': '' } },
  { name: 'secret store down', want: [503, 503, 503], options: { secret: down } },
  { name: 'store down', want: [503, 503, 503], options: { idempotency: brokenStore } },
  { name: 'malformed JSON', want: [400, 400, 400], body: '{"type":' },
  { name: 'malformed UTF-8', want: [400, 400, 400], body: Uint8Array.of(0x22, 0xff, 0x22) },
  { name: 'schema-invalid', want: [422, 422, 503], body: { type: 'invoice.paid', id: 'x' } },
  {
    name: 'schema-invalid, taken by a dead letter',
    want: [200, 200, 200],
    body: { type: 'invoice.paid', id: 'x' },
    options: { deadLetters: { put: () => undefined, invalid: true } },
  },
  { name: 'duplicate, done', want: [200, 200, 200], options: { idempotency: doneStore } },
  { name: 'duplicate, in flight', want: [409, 409, 503], options: { idempotency: busyStore } },
  { name: 'handler threw', want: [500, 500, 500], handler: throwing(new Error('hunter2')) },
  {
    name: 'handler threw with a status of its own',
    want: [500, 500, 500],
    handler: throwing(Object.assign(new Error('hunter2'), { status: 404, statusCode: 404 })),
  },
  {
    name: 'RetryableError',
    want: [503, 503, 503],
    handler: throwing(new RetryableError('hunter2', { afterSeconds: 7 })),
  },
  {
    name: 'PermanentError',
    want: [200, 200, 200],
    handler: throwing(new PermanentError('hunter2')),
  },
  {
    name: 'deadline reached, nothing durable',
    want: [503, 202, 503],
    handler: slow,
    options: { deadlineSeconds: 0.03 },
  },
  {
    name: 'durably enqueued',
    want: [202, 202, 200],
    options: { ack: 'enqueue', queue, envelope: { key } },
  },
  {
    name: 'queue down',
    want: [503, 503, 503],
    options: { ack: 'enqueue', queue: { ...queue, enqueue: down }, envelope: { key } },
  },
  { name: 'too large', want: [413, 413, 413], options: { limits: { bodyBytes: 9 } } },
  { name: 'content type', want: [415, 415, 415], headers: { 'content-type': 'text/csv' } },
  { name: 'content encoding', want: [415, 415, 415], headers: { 'content-encoding': 'zstd' } },
  { name: 'too many headers', want: [431, 431, 503], options: { limits: { headers: 2 } } },
]

afterEach(closeServers)

const cases = situations.flatMap((situation) =>
  Object.entries(SENDERS).map(
    ([sender, facts], index) => [situation.name, sender, situation, facts, index] as const,
  ),
)

test.each(cases)('%s, to a sender that %s', async (_name, _sender, situation, sender, index) => {
  const { options = {}, handler, headers = {} } = situation
  const served = await serve(options, undefined, acme({ sender }))
  if (handler !== undefined) served.handler.mockImplementation(handler)
  const { body, headers: proof } = deliver(situation.body ?? paid)
  const all = { 'content-type': 'application/json', ...proof, ...headers }
  // Sound: `deliver` gives a record, and text or bytes.
  const answer = await send(served.port, all as Record<string, string>, body as string)
  await Promise.all(served.answers)
  expect(answer.status).toBe(situation.want[index])
  expect(answer.body).not.toContain('hunter2')
  const isLater = answer.status === 503 || answer.status === 409
  expect('retry-after' in answer.headers).toBe(isLater)
})

test.each(['GET', 'PUT', 'DELETE'])('%s is not allowed, and told what is', async (method) => {
  const { port } = await serve()
  const response = await fetch(`http://127.0.0.1:${port}/`, { method })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
})

test.each([
  [
    'what a handler asks for',
    throwing(new RetryableError('later', { afterSeconds: 6.2 })),
    {},
    '7',
  ],
  ['until the other attempt counts as dead', () => undefined, { idempotency: busyStore }, '5'],
])('Retry-After says %s', async (_name, handler, options, want) => {
  const served = await serve(options)
  served.handler.mockImplementation(handler)
  const { body, headers } = deliver(paid)
  const answer = await send(served.port, headers as Record<string, string>, body as string)
  expect(answer.headers['retry-after']).toBe(want)
})

test('a sender that can be told to stop is told, exactly as it wants it', async () => {
  const served = await serve({}, undefined, acme({ sender: SENDERS['gives up at 4xx'] ?? {} }))
  served.handler.mockImplementation(throwing(new PermanentError('never')))
  const { body, headers } = deliver(paid)
  const answer = await send(served.port, headers as Record<string, string>, body as string)
  expect([answer.headers['webhook-delivery'], answer.body]).toEqual(['abort-message', ''])
})

test('a consumer may choose its answers, but not call a failure a success', async () => {
  const respond = {
    handled: { status: 204 },
    ERR_PROOF_INVALID: { status: 403, headers: { 'x-why': 'no' }, body: 'forbidden' },
  }
  const { port } = await serve({ respond })
  const { body, headers } = deliver(paid)
  const text = body as string
  expect((await send(port, headers as Record<string, string>, text)).status).toBe(204)
  const bad = await send(port, { 'x-signature': sign('other') }, text)
  const missing = await send(port, {}, text)
  for (const refused of [bad, missing]) {
    expect(refused).toMatchObject({ status: 403, body: 'forbidden', headers: { 'x-why': 'no' } })
  }
  await expect(serve({ respond: { ERR_HANDLER: { status: 200 } } })).rejects.toThrow(
    /must not be a success/,
  )
  await expect(serve({ respond: { ERR_HANDELER: { status: 500 } } })).rejects.toThrow(
    /respond.ERR_HANDELER does not exist: did you mean ERR_HANDLER/,
  )
})
