/** Registration: names, groups, order, and handlers that come and go. */
import { expect, test, vi } from 'vitest'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, type AcmeGroups, acme, anything, deliver, SECRET } from './acme.js'

const create = () => createReceiverFrom<AcmeEvents, AcmeGroups>(acme(), { secret: SECRET })
const ping = deliver({ type: 'ping' })
const voided = deliver({ type: 'invoice.voided', id: 'in_2' })

test('a list of names shares one handler, which runs once for each event', async () => {
  const { onEvent, receive } = create()
  const handler = vi.fn()
  onEvent(['ping', 'invoice.voided', 'invoice.*'], handler)
  await receive(ping)
  await receive(voided)
  expect(handler.mock.calls.map(([payload]) => payload.type)).toEqual(['ping', 'invoice.voided'])
})

test('the same function registered twice runs twice', async () => {
  const { onEvent, receive } = create()
  const handler = vi.fn()
  onEvent('ping', handler)
  const unsubscribe = onEvent('ping', handler)
  await receive(ping)
  expect(handler).toHaveBeenCalledTimes(2)
  unsubscribe()
  unsubscribe()
  await receive(ping)
  expect(handler).toHaveBeenCalledTimes(3)
})

test('handlers run one after another', async () => {
  const { onEvent, receive } = create()
  const seen: string[] = []
  onEvent('ping', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    seen.push('slow')
  })
  onEvent('ping', () => seen.push('fast'))
  await receive(ping)
  expect(seen).toEqual(['slow', 'fast'])
})

test('a literal name wins over a group of the same spelling', async () => {
  const provider = acme({
    events: new Map([
      ['a.*', anything],
      ['a.b', anything],
    ]),
    groups: new Map([['a.*', ['a.b']]]),
  })
  const { onEvent, receive } = createReceiverFrom<Record<string, unknown>>(provider, {
    secret: SECRET,
  })
  const handler = vi.fn()
  onEvent('a.*', handler)
  await receive(deliver({ type: 'a.b' }))
  expect(handler).not.toHaveBeenCalled()
  await receive(deliver({ type: 'a.*' }))
  expect(handler).toHaveBeenCalledOnce()
})

test('once is once, even for deliveries that arrive together', async () => {
  const { onEvent, receive } = create()
  const [first, handler] = [vi.fn(() => Promise.resolve()), vi.fn()]
  onEvent('ping', first)
  onEvent(['ping', 'invoice.voided'], handler, { once: true })
  await Promise.all([receive(ping), receive(ping), receive(voided)])
  expect(handler).toHaveBeenCalledOnce()
  expect(first).toHaveBeenCalledTimes(2)
  expect((await receive(voided)).outcome).toBe('ignored')
})

test('a signal unsubscribes, also one that aborted before', async () => {
  const { onEvent, receive } = create()
  const controller = new AbortController()
  const handler = vi.fn()
  onEvent('ping', handler, { signal: controller.signal })
  onEvent('ping', handler, { signal: AbortSignal.abort() })
  await receive(ping)
  expect(handler).toHaveBeenCalledOnce()
  controller.abort()
  expect((await receive(ping)).outcome).toBe('ignored')
})

test('unsubscribing lets go of the signal', () => {
  const { onEvent } = create()
  const { signal } = new AbortController()
  const remove = vi.spyOn(signal, 'removeEventListener')
  onEvent('ping', () => undefined, { signal })()
  expect(remove).toHaveBeenCalledOnce()
})

test('handlers that come and go during a delivery do not disturb it', async () => {
  const { onEvent, receive } = create()
  const [late, gone] = [vi.fn(), vi.fn()]
  onEvent('ping', () => {
    onEvent('ping', late)
    unsubscribe()
  })
  const unsubscribe = onEvent('ping', gone)
  await receive(ping)
  expect([late.mock.calls.length, gone.mock.calls.length]).toEqual([0, 1])
  await receive(ping)
  expect([late.mock.calls.length, gone.mock.calls.length]).toEqual([1, 1])
})

test('every kind of handler can unsubscribe', async () => {
  const receiver = create()
  const handler = vi.fn()
  const unsubscribes = [
    receiver.onAny(handler),
    receiver.onUnknown(handler),
    receiver.onInvalid(handler),
    receiver.onError(handler),
  ]
  for (const unsubscribe of unsubscribes) unsubscribe()
  await receiver.receive(ping)
  await receiver.receive(deliver({ type: 'refund' }))
  await receiver.receive({ headers: {}, body: '' })
  expect(handler).not.toHaveBeenCalled()
})

const unknown: [name: string, message: string][] = [
  ['invoice.payd', 'acme has no event named "invoice.payd": did you mean "invoice.paid"?'],
  ['invoice.', 'acme has no event named "invoice.": did you mean "invoice.*"?'],
  ['refund', 'acme has no event named "refund": eventNames lists them'],
  ['constructor', 'acme has no event named "constructor": eventNames lists them'],
  ['__proto__', 'acme has no event named "__proto__": eventNames lists them'],
  ['*', 'acme has no event named "*": eventNames lists them'],
]
test.each(unknown)('the name %s does not exist', (name, message) => {
  // Sound: the point is what the type forbids.
  expect(() => create().onEvent(name as 'ping', () => undefined)).toThrow(new TypeError(message))
  expect(() => create().onEvent(['ping', name as 'ping'], () => undefined)).toThrow(
    new TypeError(message),
  )
})

test('a handler must be a function', () => {
  const { onEvent, onAny } = create()
  const message = 'a handler must be a function'
  // Sound: as above.
  const nothing = undefined as unknown as () => void
  expect(() => onEvent('ping', nothing)).toThrow(new TypeError(message))
  expect(() => onAny(nothing)).toThrow(new TypeError(message))
})
