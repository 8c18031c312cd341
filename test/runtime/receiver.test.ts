/** The receiver as a consumer uses it: deliveries in, handlers called, events out. */
import { expect, test, vi } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import { isWebhookError } from '../../templates/runtime/errors.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  anything,
  deliver,
  numberField,
  paid,
  SECRET,
  silent,
} from './acme.js'

function create(provider: Provider = acme(), options = {}) {
  return createReceiverFrom<AcmeEvents, AcmeGroups>(provider, {
    secret: SECRET,
    logger: silent,
    ...options,
  })
}

test('a handled event reaches its handlers in the order registered, with its context', async () => {
  const receiver = create(acme(), { clock: () => 1_700_000_000_000 })
  const seen: unknown[] = []
  receiver.onAny((event) => seen.push(['any', event.name, event.id]))
  receiver.onEvent('invoice.paid', async (event, context) => {
    await Promise.resolve()
    seen.push(['paid', event.amount, context.receivedAt.getTime(), context.secretId])
  })
  receiver.onEvent('invoice.*', (event) => seen.push(['group', event.type]))
  const receipt = await receiver.receive(deliver(paid))
  expect(receipt).toEqual({
    outcome: 'handled',
    response: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    },
    events: [{ name: 'invoice.paid', id: 'in_1', payload: paid }],
  })
  expect(seen).toEqual([
    ['any', 'invoice.paid', 'in_1'],
    ['paid', 7, 1_700_000_000_000, 'KEY'],
    ['group', 'invoice.paid'],
  ])
})

test('the context holds the delivery', async () => {
  const receiver = create()
  const handler = vi.fn()
  receiver.onEvent('ping', handler)
  const body = '{ "type" : "ping" }'
  await receiver.receive(deliver(body, { 'X-Other': 'a' }))
  const [payload, context] = handler.mock.calls[0] ?? []
  expect(payload).toEqual({ type: 'ping' })
  expect(context).toMatchObject({
    name: 'ping',
    id: undefined,
    raw: utf8(body),
    coverage: { body: true, timestamp: false, type: true, id: true },
    platform: [],
  })
  expect(context.headers.get('x-other')).toBe('a')
  expect(context.signal.aborted).toBe(false)
  expect(context.signal).toBe(context.signal)
})

test('members are bound', async () => {
  const { onEvent, receive, verify, unwrap, events } = create()
  const handler = vi.fn()
  onEvent('ping', handler)
  await receive(deliver({ type: 'ping' }))
  expect(handler).toHaveBeenCalledOnce()
  expect(await verify(deliver('anything'))).toMatchObject({ secretId: 'KEY' })
  expect(await unwrap(deliver(paid))).toEqual({ name: 'invoice.paid', id: 'in_1', payload: paid })
  expect(events()).toEqual(['ping'])
})

test('events() lists the names that have a handler, whichever way it was registered', () => {
  const receiver = create()
  expect(receiver.events()).toEqual([])
  const stop = receiver.onEvent('invoice.*', () => undefined)
  expect(receiver.events()).toEqual(['invoice.paid', 'invoice.voided'])
  stop()
  expect(receiver.events()).toEqual([])
  receiver.onAny(() => undefined)
  expect(receiver.events()).toEqual(['invoice.paid', 'invoice.voided', 'ping'])
})

test('a known event without a handler is ignored, and its validator is not loaded', async () => {
  const check = vi.fn(() => () => false)
  const receiver = create(acme({ events: new Map([['ping', { ...anything, check }]]) }))
  expect(await receiver.receive(deliver({ type: 'ping' }))).toMatchObject({
    outcome: 'ignored',
    response: { status: 200 },
    events: [{ name: 'ping' }],
  })
  expect(check).not.toHaveBeenCalled()
})

const unknown: [name: string, body: unknown, want: string | undefined][] = [
  ['a type that is not in the SDK', { type: 'refund', id: 'r1' }, 'refund'],
  ['no type', { id: 'r1' }, undefined],
  ['a type that every object inherits', { type: 'constructor', id: 'r1' }, 'constructor'],
  ['a type called __proto__', { type: '__proto__', id: 'r1' }, '__proto__'],
  ['a star', { type: '*', id: 'r1' }, '*'],
  ['the name of a group', { type: 'invoice.*', id: 'r1' }, 'invoice.*'],
]
test.each(unknown)(
  '%s is unknown: acknowledged, and onUnknown hears of it',
  async (_n, body, want) => {
    const receiver = create()
    const [onUnknown, onAny] = [vi.fn(), vi.fn()]
    receiver.onUnknown(onUnknown)
    receiver.onAny(onAny)
    const event = { name: want, id: 'r1', payload: body }
    expect(await receiver.receive(deliver(body))).toMatchObject({
      outcome: 'unknown',
      response: { status: 200, body: '{"ok":true}' },
      events: [event],
    })
    expect(onUnknown).toHaveBeenCalledWith(event, expect.objectContaining({ id: 'r1' }))
    expect(onAny).not.toHaveBeenCalled()
  },
)

test.each(['__proto__', 'constructor', '*', 'toString', '007', 'naïve.event'])(
  'an event may be called %s',
  async (name) => {
    const provider = acme({ events: new Map([[name, anything]]) })
    const receiver = createReceiverFrom<Record<string, unknown>>(provider, { secret: SECRET })
    const handler = vi.fn()
    receiver.onEvent(name, handler)
    const receipt = await receiver.receive(deliver(`{"type":${JSON.stringify(name)}}`))
    expect(receipt.outcome).toBe('handled')
    expect(handler).toHaveBeenCalledOnce()
  },
)

test('unwrap refuses what is not a known, valid event', async () => {
  const { unwrap } = create()
  await expect(unwrap({ headers: {}, body: '{}' })).rejects.toMatchObject({
    code: 'ERR_PROOF_MISSING',
    message: 'the delivery carries no proof',
    status: 401,
  })
  await expect(unwrap(deliver({ type: 'refund' }))).rejects.toMatchObject({
    code: 'ERR_EVENT_UNKNOWN',
    message: 'the delivery is of a type that this SDK does not know: generate it anew',
    status: 200,
  })
  await expect(unwrap(deliver('{}'))).rejects.toMatchObject({
    code: 'ERR_EVENT_UNKNOWN',
    message: 'the delivery names no event',
  })
  await expect(unwrap(deliver({ type: 'invoice.paid' }))).rejects.toSatisfy(
    (error) => isWebhookError(error) && error.code === 'ERR_PAYLOAD_INVALID',
  )
})

test('unsafeParse parses and validates, and asks for no proof', async () => {
  const provider = acme({ eventName: (delivery) => delivery.headers.get('x-event') })
  const { unsafeParse } = create()
  expect(await unsafeParse(JSON.stringify(paid))).toMatchObject({ name: 'invoice.paid' })
  await expect(unsafeParse('{"type":"invoice.paid"}')).rejects.toMatchObject({
    code: 'ERR_PAYLOAD_INVALID',
  })
  expect(await create(provider).unsafeParse('{}', { 'X-Event': 'ping' })).toMatchObject({
    name: 'ping',
  })
})

test.each([0, -1, Number.NaN])('a limit of %d bytes is a mistake', (bodyBytes) => {
  expect(() => create(acme(), { limits: { bodyBytes } })).toThrow(
    new TypeError('limits.bodyBytes must be a number above zero'),
  )
})

test('two receivers share nothing', async () => {
  const [a, b] = [create(), create(acme({ events: new Map([['ping', numberField('n')]]) }))]
  const handler = vi.fn()
  a.onEvent('ping', handler)
  expect((await b.receive(deliver({ type: 'ping' }))).outcome).toBe('ignored')
  expect(handler).not.toHaveBeenCalled()
})
