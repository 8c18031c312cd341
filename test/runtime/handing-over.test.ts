/** Deliveries that are not handled while the sender waits: queues, envelopes, dead letters. */
import { expect, test, vi } from 'vitest'
import type { DeadLetter } from '../../templates/runtime/dead-letter.js'
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

test('an event that is given up goes to the dead letters, and can be tried again', async () => {
  const letters: DeadLetter[] = []
  const deadLetters = { put: (letter: DeadLetter) => void letters.push(letter) }
  const receiver = create({ idempotency: memoryStore(), deadLetters })
  let isFixed = false
  const [good, bad] = [
    vi.fn(),
    vi.fn(() => {
      if (!isFixed) throw new PermanentError('no such customer')
    }),
  ]
  receiver.onEvent('invoice.paid', good, { name: 'good' })
  receiver.onEvent('invoice.paid', bad, { name: 'bad' })
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    outcome: 'given-up',
    response: { status: 200 },
    error: { code: 'ERR_PERMANENT' },
  })
  expect((await receiver.receive(deliver(paid))).outcome).toBe('duplicate')
  expect(letters).toMatchObject([
    { provider: 'acme', reason: 'permanent', name: 'invoice.paid', id: 'in_1', handlers: ['bad'] },
  ])
  const [letter] = letters
  expect(new TextDecoder().decode(letter?.raw)).toBe(JSON.stringify(paid))
  isFixed = true
  expect((await receiver.receive({ envelope: letter?.envelope })).outcome).toBe('handled')
  expect((await receiver.receive({ envelope: letter?.envelope })).outcome).toBe('duplicate')
  expect([good, bad].map(({ mock }) => mock.calls.length)).toEqual([1, 2])
})

test('of a batch only the event that was given up is tried again', async () => {
  const letters: DeadLetter[] = []
  const deadLetters = { put: (letter: DeadLetter) => void letters.push(letter) }
  const read = (source: unknown, field: string) => Reflect.get(Object(source), field)
  const receiver = create(
    { deadLetters },
    {
      batch: (d) => (d.json() as unknown[]).map((value) => ({ value, source: () => '' })),
      eventName: (d) => read(d.item?.value, 'type'),
      eventId: (d) => read(d.item?.value, 'id'),
      payload: (d) => d.item?.value,
    },
  )
  const seen: unknown[] = []
  receiver.onAny(({ id }) => {
    seen.push(id)
    if (id === 'b') throw new PermanentError('no')
  })
  const batch = ['a', 'b', 'c'].map((id) => ({ ...paid, id }))
  expect((await receiver.receive(deliver(batch))).outcome).toBe('given-up')
  expect((await receiver.receive({ envelope: letters[0]?.envelope })).outcome).toBe('given-up')
  expect(seen).toEqual(['a', 'b', 'c', 'b'])
})

test('a permanent failure beside another one is settled once', async () => {
  const put = vi.fn()
  const receiver = create({ idempotency: memoryStore(), deadLetters: { put } })
  const never = vi.fn().mockRejectedValue(new PermanentError('no'))
  const later = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce(undefined)
  receiver.onEvent('invoice.paid', never)
  receiver.onEvent('invoice.paid', later)
  expect((await receiver.receive(deliver(paid))).response.status).toBe(500)
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
  expect([never, later, put].map(({ mock }) => mock.calls.length)).toEqual([1, 2, 1])
})

test('a dead letter that cannot be stored makes the sender come again', async () => {
  const put = vi.fn().mockRejectedValueOnce(new Error('disk full'))
  const receiver = create({ idempotency: memoryStore(), deadLetters: { put } })
  receiver.onEvent('invoice.paid', () => Promise.reject(new PermanentError('no')))
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    response: { status: 503 },
    error: { code: 'ERR_DEAD_LETTER_UNAVAILABLE' },
  })
  expect((await receiver.receive(deliver(paid))).outcome).toBe('given-up')
})

test('what breaks its schema is taken only by a sink that asks for it', async () => {
  const put = vi.fn()
  const invalid = { type: 'invoice.paid', id: 'x' }
  const plain = create({ deadLetters: { put } })
  plain.onAny(() => undefined)
  expect((await plain.receive(deliver(invalid))).response.status).toBe(422)
  const asking = create({ deadLetters: { put, invalid: true } })
  asking.onAny(() => undefined)
  expect(await asking.receive(deliver(invalid))).toMatchObject({
    outcome: 'invalid',
    response: { status: 200 },
  })
  expect(put).toHaveBeenCalledOnce()
  expect(put.mock.calls[0]?.[0]).toMatchObject({
    reason: 'invalid',
    issues: [{ pointer: '/amount', keyword: 'type' }],
  })
})

test.each([
  [{ ack: 'enqueue' as const }, /needs a queue/],
  [{ ack: 'enqueue' as const, queue: listQueue().queue, envelope: undefined }, /needs envelope/],
  [{ envelope: { key: 'short' } }, /envelope\.key has 5 bytes/],
  [
    { envelope: { key: ['x'.repeat(32), 's'.repeat(32)] }, secret: 's'.repeat(32) },
    /provider knows/,
  ],
])('contradictions are found when the receiver is created', (options, message) => {
  expect(() => create(options)).toThrow(message)
})
