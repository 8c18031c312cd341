/** No event twice: what a receiver does with copies, while a store remembers. */
import { afterEach, expect, test, vi } from 'vitest'
import type { Context } from '../../templates/runtime/events.js'
import type { IdempotencyStore } from '../../templates/runtime/idempotency.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, hmacScheme, paid, SECRET, silent } from './acme.js'

function create(options: Partial<ReceiverOptions> = {}, provider: Partial<Provider> = {}) {
  const store = options.idempotency ?? memoryStore()
  return createReceiverFrom<AcmeEvents>(acme(provider), {
    secret: SECRET,
    logger: silent,
    ...options,
    idempotency: store,
  })
}

/** A store of which some methods are replaced. */
function broken(methods: Partial<IdempotencyStore>): IdempotencyStore {
  return { ...memoryStore(), ...methods }
}

const unavailable = { outcome: 'failed', error: { code: 'ERR_STORE_UNAVAILABLE' } }

afterEach(() => {
  vi.useRealTimers()
})

test('a copy of what is done runs nothing, and is taken', async () => {
  const receiver = create()
  const handler = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    outcome: 'duplicate',
    response: { status: 200 },
    events: [{ name: 'invoice.paid', id: 'in_1' }],
  })
  expect(handler).toHaveBeenCalledOnce()
})

test('another event with the same id is another event', async () => {
  const receiver = create()
  const handler = vi.fn()
  receiver.onAny(handler)
  await receiver.receive(deliver(paid))
  await receiver.receive(deliver({ type: 'invoice.voided', id: 'in_1' }))
  expect(handler).toHaveBeenCalledTimes(2)
})

test('a copy that comes meanwhile is told to come again', async () => {
  const receiver = create()
  let finish = () => {}
  const handler = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
  receiver.onEvent('invoice.paid', handler)
  const first = receiver.receive(deliver(paid))
  await vi.waitFor(() => expect(handler).toHaveBeenCalled())
  const second = await receiver.receive(deliver(paid))
  expect(second).toMatchObject({ outcome: 'in-flight', response: { status: 409 } })
  expect(Number(second.response.headers['retry-after'])).toBeGreaterThan(0)
  expect(Number(second.response.headers['retry-after'])).toBeLessThanOrEqual(30)
  finish()
  expect((await first).outcome).toBe('handled')
  expect(handler).toHaveBeenCalledOnce()
})

test('a redelivery runs only the handlers that have not succeeded', async () => {
  const receiver = create()
  const [first, third] = [vi.fn(), vi.fn()]
  const second = vi.fn().mockRejectedValueOnce(new Error('no')).mockResolvedValueOnce(undefined)
  for (const handler of [first, second, third]) receiver.onEvent('invoice.paid', handler)
  expect((await receiver.receive(deliver(paid))).response.status).toBe(500)
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
  expect([first, second, third].map((handler) => handler.mock.calls.length)).toEqual([1, 2, 1])
  expect((await receiver.receive(deliver(paid))).outcome).toBe('duplicate')
})

test('the answer that a handler chose goes to every copy', async () => {
  const receiver = create()
  receiver.onEvent('invoice.paid', (_payload, ctx) => ctx.reply({ text: 'paid' }))
  const answers = [await receiver.receive(deliver(paid)), await receiver.receive(deliver(paid))]
  expect(answers.map(({ outcome }) => outcome)).toEqual(['handled', 'duplicate'])
  for (const { response } of answers) {
    expect(response).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"text":"paid"}',
    })
  }
})

test('an answer that was chosen before another handler failed is not forgotten', async () => {
  const receiver = create()
  const first = vi.fn((_payload: unknown, ctx: Context) => ctx.reply('chosen', { status: 201 }))
  receiver.onEvent('invoice.paid', first, { name: '=first' })
  receiver.onEvent('invoice.paid', vi.fn().mockRejectedValueOnce(new Error('no')))
  expect((await receiver.receive(deliver(paid))).response.status).toBe(500)
  for (const outcome of ['handled', 'duplicate']) {
    expect(await receiver.receive(deliver(paid))).toMatchObject({
      outcome,
      response: { status: 201, body: 'chosen' },
    })
  }
  expect(first).toHaveBeenCalledOnce()
})

test('mistake 40: an id that the proof does not cover never decides alone', async () => {
  const coverage = { body: true, timestamp: false, type: false, id: false }
  const schemes = [{ ...hmacScheme(), coverage }]
  const receiver = create({}, { schemes, eventId: (d) => d.headers.get('x-id') })
  const handler = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  await receiver.receive(deliver(paid, { 'x-id': '1' }))
  await receiver.receive(deliver({ ...paid, amount: 8 }, { 'x-id': '1' }))
  expect(handler).toHaveBeenCalledTimes(2)
  expect((await receiver.receive(deliver(paid, { 'x-id': '1' }))).outcome).toBe('duplicate')
})

test('without an id the bytes decide; without bytes nothing does', async () => {
  const receiver = create({}, { eventId: () => undefined })
  const handler = vi.fn()
  receiver.onEvent('ping', handler)
  await receiver.receive(deliver({ type: 'ping' }))
  expect((await receiver.receive(deliver({ type: 'ping' }))).outcome).toBe('duplicate')
  const bare = create({}, { eventId: () => undefined, eventName: () => 'ping', payload: () => '' })
  bare.onEvent('ping', handler)
  for (const _ of [1, 2]) expect((await bare.receive(deliver(''))).outcome).toBe('handled')
})

test('accounts do not share ids', async () => {
  const receiver = create({}, { eventAccount: (d) => d.headers.get('x-account') })
  const handler = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  await receiver.receive(deliver(paid, { 'x-account': 'a' }))
  await receiver.receive(deliver(paid, { 'x-account': 'b' }))
  expect(handler).toHaveBeenCalledTimes(2)
})

test('handlers that share a name are told apart by their order', async () => {
  const receiver = create()
  const calls: string[] = []
  receiver.onEvent('invoice.paid', () => calls.push('a'), { name: 'same' })
  receiver.onEvent(
    'invoice.paid',
    () => {
      calls.push('b')
      if (calls.length < 3) throw new Error('no')
    },
    { name: 'same' },
  )
  await receiver.receive(deliver(paid))
  await receiver.receive(deliver(paid))
  expect(calls).toEqual(['a', 'b', 'b'])
})

test.each(['reserve', 'complete'] as const)('a store that fails to %s is a 503', async (method) => {
  const fail = () => Promise.reject(new Error('connection refused'))
  const receiver = create({ idempotency: broken({ [method]: fail }) })
  const handler = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  const receipt = await receiver.receive(deliver(paid))
  expect(receipt).toMatchObject({ ...unavailable, response: { status: 503 } })
  expect(receipt.response.headers['retry-after']).toBe('60')
  expect(handler).toHaveBeenCalledTimes(method === 'reserve' ? 0 : 1)
})

test('nothing more runs once the store has lost count', async () => {
  const receiver = create({
    idempotency: broken({ succeed: () => Promise.reject(new Error('gone')) }),
  })
  const [first, second] = [vi.fn(), vi.fn()]
  receiver.onEvent('invoice.paid', first)
  receiver.onEvent('invoice.paid', second)
  expect(await receiver.receive(deliver(paid))).toMatchObject(unavailable)
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 0])
})

test('whoever lost the lease does not say that it is done', async () => {
  const receiver = create({ idempotency: broken({ complete: () => false }) })
  receiver.onEvent('invoice.paid', () => undefined)
  expect((await receiver.receive(deliver(paid))).outcome).toBe('in-flight')
})

test('a store that answers too late is a 503, and keeps no lease', async () => {
  const store = memoryStore()
  let isSlow = true
  const reserve: IdempotencyStore['reserve'] = async (...call) => {
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, 60))
    return store.reserve(...call)
  }
  const idempotency = { store: { ...store, reserve }, timeoutSeconds: 0.02 }
  const receiver = create({ idempotency })
  receiver.onEvent('invoice.paid', () => undefined)
  expect(await receiver.receive(deliver(paid))).toMatchObject(unavailable)
  isSlow = false
  await vi.waitFor(async () =>
    expect((await receiver.receive(deliver(paid))).outcome).toBe('handled'),
  )
})

test('the lease is renewed while a handler runs, and not afterwards', async () => {
  const store = memoryStore()
  const extend = vi.fn(store.extend)
  const receiver = create({ idempotency: { store: { ...store, extend }, leaseSeconds: 0.06 } })
  let finish = () => {}
  const handler = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
  receiver.onEvent('invoice.paid', handler)
  const first = receiver.receive(deliver(paid))
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await receiver.receive(deliver(paid))).outcome).toBe('in-flight')
  finish()
  expect((await first).outcome).toBe('handled')
  const { length } = extend.mock.calls
  expect(length).toBeGreaterThan(3)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(extend).toHaveBeenCalledTimes(length)
})

test('unknown events are handled once as well', async () => {
  const receiver = create()
  const handler = vi.fn()
  receiver.onUnknown(handler)
  const outcomes = []
  for (const _ of [1, 2]) {
    outcomes.push((await receiver.receive(deliver({ type: 'refund', id: '1' }))).outcome)
  }
  expect(outcomes).toEqual(['unknown', 'duplicate'])
  expect(handler).toHaveBeenCalledOnce()
})

test('what nobody handles is not remembered', async () => {
  const reserve = vi.fn()
  const receiver = create({ idempotency: broken({ reserve }) })
  expect((await receiver.receive(deliver(paid))).outcome).toBe('ignored')
  expect(reserve).not.toHaveBeenCalled()
})

test.each([
  [{}, /idempotency must be a store/],
  [{ store: memoryStore(), leaseSeconds: 0 }, /idempotency\.leaseSeconds/],
  [{ store: memoryStore(), keepSeconds: Number.NaN }, /idempotency\.keepSeconds/],
])('nonsense is found when the receiver is created', (idempotency, message) => {
  // Sound: the mistake is the point.
  expect(() => create({ idempotency: idempotency as IdempotencyStore })).toThrow(message)
})
