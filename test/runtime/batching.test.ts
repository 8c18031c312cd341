/** Receivers of a provider that sends batches: what they unwrap are lists. */
import { expect, expectTypeOf, test } from 'vitest'
import { batching } from '../../templates/runtime/batching.js'
import type { EventOf } from '../../templates/runtime/events.js'
import { bodyElements } from '../../templates/runtime/expr/batch.js'
import { itemJson } from '../../templates/runtime/expr/item.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { Receiver } from '../../templates/runtime/receiver-api.js'
import { type AcmeEvents, type AcmeGroups, acme, deliver, paid, SECRET } from './acme.js'

const provider = acme({
  batch: (delivery) => bodyElements(delivery, ''),
  eventName: (delivery) => itemJson(delivery, '/type'),
  eventId: (delivery) => itemJson(delivery, '/id'),
  eventAccount: (delivery) => itemJson(delivery, '/account'),
  payload: ({ item }) => item?.value,
})

type AcmeReceiver = Receiver<AcmeEvents, AcmeGroups>

const create = (account?: string) => {
  const given = account === undefined ? {} : { account }
  const options = { secrets: { KEY: SECRET }, ...given, envelope: { key: 'k'.repeat(32) } }
  return batching<AcmeReceiver, AcmeEvents>(createReceiverFrom(provider, options))
}

const ping = { type: 'ping', account: 'a' }
const ours = { ...paid, account: 'a' }

test('unwrap, unsafeParse and open give lists', async () => {
  const receiver = create()
  const want = [
    { name: 'ping', id: undefined, payload: ping },
    { name: 'invoice.paid', id: 'in_1', payload: ours },
  ]
  const unwrapped = await receiver.unwrap(deliver([ping, ours]))
  expectTypeOf(unwrapped).toEqualTypeOf<readonly EventOf<AcmeEvents>[]>()
  expect(unwrapped).toEqual(want)
  expect(await receiver.unsafeParse(JSON.stringify([ping, ours]))).toEqual(want)
  expect(await receiver.open(await receiver.seal(deliver([ping, ours])))).toEqual(want)
  expect(await receiver.unwrap(deliver([]))).toEqual([])
})

test('one element that is meant for somebody else refuses all of them', async () => {
  const receiver = create('a')
  expect(await receiver.unwrap(deliver([ping, ours]))).toHaveLength(2)
  const mixed = receiver.unwrap(deliver([ping, { ...ours, account: 'b' }]))
  await expect(mixed).rejects.toMatchObject({ code: 'ERR_ACCOUNT' })
})

test('everything else is as of any receiver', async () => {
  const receiver = create()
  const got: unknown[] = []
  receiver.onEvent('invoice.paid', (event) => {
    expectTypeOf(event).toEqualTypeOf<AcmeEvents['invoice.paid']>()
    got.push(event)
  })
  const { outcome } = await receiver.receive(deliver([ours, ping, { ...ours, amount: 8 }]))
  expect(outcome).toBe('handled')
  expect(got).toEqual([ours, { ...ours, amount: 8 }])
})
