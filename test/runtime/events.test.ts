/** The types that a consumer meets: payloads narrow, wrong names do not compile, nothing is `any`. */
import { expect, expectTypeOf, test } from 'vitest'
import { nodeHandler } from '../../templates/runtime/adapters/node.js'
import type { EventOf, PayloadOf } from '../../templates/runtime/events.js'
import type { Receipt } from '../../templates/runtime/outcome.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, type AcmeGroups, acme, deliver, paid, SECRET } from './acme.js'

type Paid = AcmeEvents['invoice.paid']
type Voided = AcmeEvents['invoice.voided']

const receiver = createReceiverFrom<AcmeEvents, AcmeGroups>(acme(), { secret: SECRET })
const { onEvent, onAny, onInvalid, onUnknown, unwrap } = receiver

test('handlers get the payload of their names', () => {
  onEvent('invoice.paid', (event, context) => {
    expectTypeOf(event).toEqualTypeOf<Paid>()
    expectTypeOf(context.raw).toEqualTypeOf<Uint8Array>()
    expectTypeOf(context.id).toEqualTypeOf<string | undefined>()
  })
  onEvent(['invoice.paid', 'ping'], (event) => {
    expectTypeOf(event).toEqualTypeOf<Paid | AcmeEvents['ping']>()
  })
  onEvent('invoice.*', (event) => {
    expectTypeOf(event).toEqualTypeOf<Paid | Voided>()
    if (event.type === 'invoice.paid') expectTypeOf(event.amount).toEqualTypeOf<number>()
  })
  onEvent(['invoice.*', 'ping'], (event) => {
    expectTypeOf(event).toEqualTypeOf<AcmeEvents[keyof AcmeEvents]>()
  })
  const names = ['invoice.paid', 'invoice.voided'] as const
  onEvent(names, (event) => expectTypeOf(event).toEqualTypeOf<Paid | Voided>())
})

test('wrong names, fields and handlers do not compile', () => {
  // @ts-expect-error unknown event name
  expect(() => onEvent('invoice.payd', () => undefined)).toThrow(TypeError)
  // @ts-expect-error one unknown name in a list
  expect(() => onEvent(['ping', 'pong'], () => undefined)).toThrow(TypeError)
  // @ts-expect-error a group that does not exist
  expect(() => onEvent('refund.*', () => undefined)).toThrow(TypeError)
  // @ts-expect-error a field that the payload does not have
  onEvent('ping', (event) => event.amount)
  // @ts-expect-error an answer that does not exist
  onInvalid(() => 'acknowledge')
  // @ts-expect-error an option that does not exist
  expect(() => createReceiverFrom<AcmeEvents>(acme(), { secert: SECRET })).toThrow()
})

test('without groups there are none, and names that look like numbers are names', () => {
  const plain = createReceiverFrom<{ '007': 7; 'a.*': 'literal' }>(
    acme({ events: new Map(), groups: new Map() }),
    { secret: SECRET },
  )
  expect(() => plain.onEvent('007', (event) => expectTypeOf(event).toEqualTypeOf<7>())).toThrow()
  // @ts-expect-error no group
  expect(() => plain.onEvent('invoice.*', () => undefined)).toThrow()
})

test('a literal name wins over a group of the same spelling', () => {
  type Events = { 'a.*': 'literal'; 'a.b': 'member' }
  expectTypeOf<PayloadOf<Events, { 'a.*': 'a.b' }, 'a.*'>>().toEqualTypeOf<'literal'>()
})

test('events narrow by name', async () => {
  const event = await unwrap(deliver(paid))
  expectTypeOf(event).toEqualTypeOf<EventOf<AcmeEvents>>()
  if (event.name === 'invoice.paid') expectTypeOf(event.payload).toEqualTypeOf<Paid>()
  expect(event.name === 'invoice.paid' && event.payload.amount).toBe(7)
  onAny((any) => {
    expectTypeOf(any.name).toEqualTypeOf<keyof AcmeEvents>()
    if (any.name === 'ping') expectTypeOf(any.payload).toEqualTypeOf<AcmeEvents['ping']>()
  })
  onUnknown((unknown) => expectTypeOf(unknown.payload).toEqualTypeOf<unknown>())
})

test('outcomes narrow', async () => {
  const receipt: Receipt<AcmeEvents> = await receiver.receive(
    deliver('{}', { 'x-signature': 'ab' }),
  )
  if (receipt.outcome === 'invalid')
    expectTypeOf(receipt.error.issues[0]?.pointer).toEqualTypeOf<string | undefined>()
  if (receipt.outcome === 'rejected') expectTypeOf(receipt.error.code).not.toBeAny()
  expect(receipt.outcome === 'rejected' && receipt.error.status).toBe(401)
})

test('handlers may be async, return nothing, or return anything', () => {
  onEvent('ping', () => {})
  onEvent('ping', async () => {})
  onEvent('ping', () => [].push())
  onInvalid(() => {})
  onInvalid(async () => {})
  onInvalid(async () => 'ack' as const)
  onInvalid(() => 'reject')
  onUnknown(async () => 7)
})

test('any receiver fits the Node adapter, and the adapter fits Node', async () => {
  const { createServer } = await import('node:http')
  expect(createServer(nodeHandler(receiver)).listening).toBe(false)
})
