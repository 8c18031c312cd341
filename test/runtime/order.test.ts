/** Events that come late: what is older than what was seen is stale. */
import { expect, test, vi } from 'vitest'
import type { Context } from '../../templates/runtime/events.js'
import { numberPosition } from '../../templates/runtime/expr/position.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, SECRET, silent } from './acme.js'

const sequence = {
  position: (d: { json: () => unknown }) =>
    numberPosition(String(Reflect.get(Object(d.json()), 'version'))),
  key: (d: { json: () => unknown }) => String(Reflect.get(Object(d.json()), 'about')),
}

function create(options: ReceiverOptions) {
  const receiver = createReceiverFrom<AcmeEvents>(acme({ sequence }), {
    secret: SECRET,
    logger: silent,
    idempotency: memoryStore(),
    ...options,
  })
  const seen: unknown[] = []
  receiver.onEvent('invoice.voided', (event, ctx: Context) => {
    seen.push([Reflect.get(event, 'version'), ctx.stale])
  })
  const send = (id: string, version: number, about = 'x') =>
    receiver.receive(deliver({ type: 'invoice.voided', id, version, about }))
  return { receiver, seen, send }
}

test('handlers are told that a newer event was seen, of the same thing only', async () => {
  const { seen, send } = create({})
  await send('a', 9)
  await send('b', 10)
  await send('c', 9)
  await send('d', 10)
  await send('e', 1, 'y')
  expect(seen).toEqual([
    [9, false],
    [10, false],
    [9, true],
    [10, false],
    [1, false],
  ])
})

test('what is stale is skipped where that is asked for, and is done', async () => {
  const { seen, send } = create({ stale: 'skip' })
  await send('b', 2)
  expect(await send('a', 1)).toMatchObject({ outcome: 'stale', response: { status: 200 } })
  expect((await send('a', 1)).outcome).toBe('duplicate')
  expect(seen).toEqual([[2, false]])
})

test('an event that failed is not stale when it comes again', async () => {
  const { receiver, seen, send } = create({ stale: 'skip' })
  const fail = vi.fn().mockRejectedValueOnce(new Error('no'))
  receiver.onEvent('invoice.voided', fail)
  expect((await send('a', 5)).response.status).toBe(500)
  expect((await send('a', 5)).outcome).toBe('handled')
  expect(seen).toEqual([[5, false]])
})

test.each([
  [{ stale: 'skip', idempotency: undefined }, /idempotency is given and empty/],
  [{ stale: 'drop' }, /must be 'handle' or 'skip'/],
])('contradictions are found when the receiver is created', (options, message) => {
  // Sound: the mistake is the point.
  expect(() => create(options as ReceiverOptions)).toThrow(message)
})

test('a provider that orders nothing has nothing stale', () => {
  const options: ReceiverOptions = { secret: SECRET, stale: 'skip', idempotency: memoryStore() }
  expect(() => createReceiverFrom(acme(), options)).toThrow(/does not say what orders/)
})
