/** What handlers are called: their own names, and for those without one nothing that can be mixed up. */
import { expect, test, vi } from 'vitest'
import type { IdempotencyStore } from '../../templates/runtime/idempotency.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, type AcmeGroups, acme, deliver, SECRET, silent } from './acme.js'

const create = (options: Partial<ReceiverOptions> = {}) =>
  createReceiverFrom<AcmeEvents, AcmeGroups>(acme(), { secret: SECRET, logger: silent, ...options })
const ping = deliver({ type: 'ping', id: 'p1' })

/** A store that the next process finds as this one left it. */
function lasting(): IdempotencyStore {
  return { ...memoryStore(), isVolatile: undefined }
}

test('reports call handlers by their own names, and by none of ours', async () => {
  const { onEvent, receive } = create()
  const fail = () => Promise.reject(new Error('no'))
  onEvent('ping', () => fail())
  onEvent('ping', () => fail())
  onEvent('ping', function mail() {
    return fail()
  })
  onEvent('ping', () => fail(), { name: 'bill' })
  const { error } = await receive(ping)
  expect(error?.message).toMatch(
    /^4 of 4 handlers of "ping" failed: a handler without a name \(\d+\), a handler without a name \(\d+\), mail, bill$/,
  )
})

test('in memory a handler without a name is known by itself, whoever comes and goes', async () => {
  const { onEvent, receive } = create({ idempotency: memoryStore() })
  const first = vi.fn()
  const second = vi.fn().mockRejectedValueOnce(new Error('not yet'))
  const unsubscribe = onEvent('ping', () => first())
  onEvent('ping', () => second())
  expect((await receive(ping)).response.status).toBe(500)
  unsubscribe()
  expect((await receive(ping)).outcome).toBe('handled')
  expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 2])
})

const envelope = { key: 'k'.repeat(32) }
const remembering: [name: string, options: () => Partial<ReceiverOptions>][] = [
  ['a store that outlives the process', () => ({ idempotency: lasting() })],
  ['options with such a store', () => ({ idempotency: { store: lasting(), keepSeconds: 60 } })],
  ['dead letters that are replayed', () => ({ deadLetters: { put: () => undefined }, envelope })],
]
test.each(remembering)('%s: two handlers of one event need names', (_name, options) => {
  const { onAny, onEvent, onUnknown } = create(options())
  onEvent('ping', () => undefined)
  expect(() => onEvent(['invoice.paid', 'ping'], () => undefined)).toThrow(
    /^two handlers of "ping" have no name, .* Name the function, or give \{ name \}/,
  )
  expect(() => onAny(() => undefined)).toThrow('two handlers of "ping" have no name')
  onUnknown(() => undefined)
  expect(() => onUnknown(() => undefined)).toThrow('two handlers of unknown events have no name')
  onEvent('ping', () => undefined, { name: 'mail' })
  onEvent('invoice.paid', () => undefined)
})

test('what was refused is not registered for any of its events', () => {
  const { events, onEvent } = create({ idempotency: lasting() })
  onEvent('ping', () => undefined)
  expect(() => onEvent(['invoice.paid', 'ping'], () => undefined)).toThrow(TypeError)
  expect(events()).toEqual(['ping'])
})

test('its name is the same in the next process, where it is the only one without', async () => {
  const store = lasting()
  const failing = vi.fn().mockRejectedValueOnce(new Error('not yet'))
  const [done, other] = [vi.fn(), vi.fn()]
  const before = create({ idempotency: store })
  before.onEvent('ping', () => done())
  before.onEvent('ping', () => failing(), { name: 'mail' })
  await before.receive(ping)
  const after = create({ idempotency: store })
  after.onEvent('ping', () => failing(), { name: 'mail' })
  after.onEvent('ping', () => other())
  expect((await after.receive(ping)).outcome).toBe('handled')
  expect([done, failing, other].map(({ mock }) => mock.calls.length)).toEqual([1, 2, 0])
})
