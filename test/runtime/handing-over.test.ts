/** Deliveries that are not handled while the sender waits: queues, envelopes, dead letters. */
import { expect, test, vi } from 'vitest'
import { PermanentError } from '../../templates/runtime/handler-errors.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider } from '../../templates/runtime/provider.js'
import type { Consume, Queue } from '../../templates/runtime/queue.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, paid, SECRET, silent } from './acme.js'

const envelope = { key: 'k'.repeat(32) }

/** An engine of one process, without retries. */
function listQueue() {
  const envelopes: string[] = []
  let consume: Consume | undefined
  const queue: Queue = {
    enqueue: async (text) => void envelopes.push(text),
    work: (given) => {
      consume = given
    },
    close: vi.fn(),
  }
  const run = async () => {
    const results: unknown[] = []
    for (const text of envelopes.splice(0)) {
      results.push(await consume?.(text).catch((error: unknown) => error))
    }
    return results
  }
  return { queue, envelopes, run }
}

function create(options: ReceiverOptions = {}, provider: Partial<Provider> = {}) {
  return createReceiverFrom<AcmeEvents>(acme(provider), {
    secret: SECRET,
    logger: silent,
    envelope,
    ...options,
  })
}

test('what is enqueued runs where the queue is worked on, with all that is known of it', async () => {
  const { queue, envelopes, run } = listQueue()
  const clock = () => 1_700_000_000_000
  const edge = create({ ack: 'enqueue', queue, clock })
  const receipt = await edge.receive(deliver(paid, { 'x-trace': '7', authorization: 'Basic x' }))
  expect(receipt).toMatchObject({
    outcome: 'enqueued',
    response: { status: 202 },
    events: [{ name: 'invoice.paid', id: 'in_1', payload: paid }],
  })
  const worker = create({ queue })
  const handler = vi.fn()
  worker.onEvent('invoice.paid', handler)
  await worker.work()
  expect(await run()).toEqual([undefined])
  expect(envelopes).toEqual([])
  const [payload, ctx] = handler.mock.calls[0] ?? []
  expect(payload).toEqual(paid)
  expect(ctx).toMatchObject({ id: 'in_1', secretId: 'KEY', receivedAt: new Date(clock()) })
  expect(ctx.headers.get('x-trace')).toBe('7')
  expect(ctx.headers.get('authorization')).toBeUndefined()
  expect(new TextDecoder().decode(ctx.raw)).toBe(JSON.stringify(paid))
})

test('a known event is enqueued although the edge has no handler of it, a broken one is not', async () => {
  const { queue, envelopes } = listQueue()
  const edge = create({ ack: 'enqueue', queue })
  expect((await edge.receive(deliver({ type: 'ping' }))).outcome).toBe('enqueued')
  const broken = await edge.receive(deliver({ type: 'invoice.paid', id: 'x' }))
  expect(broken).toMatchObject({ outcome: 'invalid', response: { status: 422 } })
  expect(envelopes).toHaveLength(1)
})

test('failures reach the engine, and a redelivered envelope runs only what failed', async () => {
  const { queue, envelopes, run } = listQueue()
  const receiver = create({ ack: 'enqueue', queue, idempotency: memoryStore() })
  const [good, bad] = [vi.fn(), vi.fn().mockRejectedValueOnce(new Error('no'))]
  receiver.onEvent('invoice.paid', good)
  receiver.onEvent('invoice.paid', bad)
  await receiver.work()
  await receiver.receive(deliver(paid))
  const [text = ''] = envelopes
  expect(await run()).toMatchObject([{ code: 'ERR_HANDLER' }])
  envelopes.push(text, text)
  expect(await run()).toEqual([undefined, undefined])
  expect([good, bad].map(({ mock }) => mock.calls.length)).toEqual([1, 2])
})

test('what was read of a part that envelopes leave out is still known behind the queue', async () => {
  const { queue, run } = listQueue()
  const url = 'https://acme.test/hook?token=t&event=ping'
  const receiver = create(
    { ack: 'enqueue', queue },
    {
      credentials: { headers: ['x-id'], url: true },
      eventName: (d) =>
        new URL(d.url ?? 'https://none.test').searchParams.get('event') ?? undefined,
      eventId: (d) => d.headers.get('x-id'),
    },
  )
  const handler = vi.fn()
  receiver.onEvent('ping', handler)
  await receiver.work()
  await receiver.receive({ ...deliver({}, { 'x-id': '7' }), url })
  expect(await run()).toEqual([undefined])
  expect(handler.mock.calls[0]?.[1]).toMatchObject({ name: 'ping', id: '7' })
  expect(handler.mock.calls[0]?.[1].headers.get('x-id')).toBeUndefined()
})

test('what our own dead letters took is not the engine’s to keep', async () => {
  const { queue, run } = listQueue()
  const put = vi.fn()
  const receiver = create({ ack: 'enqueue', queue, deadLetters: { put } })
  receiver.onEvent('invoice.paid', () => Promise.reject(new PermanentError('no')))
  await receiver.work()
  await receiver.receive(deliver(paid))
  expect(await run()).toEqual([undefined])
  expect(put).toHaveBeenCalledOnce()
})

test('a queue that does not close in time does not keep the receiver open', async () => {
  const queue = { ...listQueue().queue, close: () => new Promise(() => undefined) }
  expect(await create({ queue }).close({ timeoutSeconds: 0.02 })).toBe(false)
})

test('nobody waits for an answer behind a queue', async () => {
  const { queue, run } = listQueue()
  const receiver = create({ ack: 'enqueue', queue })
  const onError = vi.fn()
  receiver.onError(onError)
  receiver.onEvent('invoice.paid', (_payload, ctx) => ctx.reply('hi'))
  await receiver.work()
  await receiver.receive(deliver(paid))
  expect(await run()).toMatchObject([{ code: 'ERR_HANDLER' }])
  expect(onError.mock.calls[0]?.[0].errors[0].message).toContain('nobody waits')
})

test('seal and open carry an event, and nobody else can', async () => {
  const receiver = create()
  const text = await receiver.seal(deliver(paid))
  expect(await receiver.open(text)).toEqual({ name: 'invoice.paid', id: 'in_1', payload: paid })
  expect((await receiver.consume(text)).outcome).toBe('ignored')
  await expect(receiver.seal({ ...deliver(paid), body: '{}' })).rejects.toMatchObject({
    code: 'ERR_PROOF_INVALID',
  })
  const other = create({ envelope: { key: 'o'.repeat(32) } })
  await expect(other.open(text)).rejects.toMatchObject({ code: 'ERR_ENVELOPE' })
  expect(await other.consume(text)).toMatchObject({
    outcome: 'rejected',
    response: { status: 400 },
  })
  const bare = createReceiverFrom<AcmeEvents>(acme(), { secret: SECRET, logger: silent })
  await expect(bare.open(text)).rejects.toThrow(TypeError)
  expect((await bare.consume(text)).outcome).toBe('rejected')
})

test.each([
  [{ ack: 'enqueue' as const }, /needs a queue/],
  [
    { ack: 'enqueue' as const, queue: listQueue().queue, envelope: undefined },
    /envelope is given and empty/,
  ],
  [{ envelope: { key: 'short' } }, /envelope\.key has 5 bytes/],
  [
    { envelope: { key: ['x'.repeat(32), 's'.repeat(32)] }, secret: 's'.repeat(32) },
    /provider knows/,
  ],
])('contradictions are found when the receiver is created', (options, message) => {
  expect(() => create(options)).toThrow(message)
})
