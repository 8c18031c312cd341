/** The hazards of deliveries that come late or again, tried on a generated SDK. */
import { beforeAll, expect, test, vi } from 'vitest'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { generateShops, NOW, paid, request, signed, signedAt, silent, voided } from './sdk.js'

let shops: Awaited<ReturnType<typeof generateShops>>

beforeAll(async () => {
  shops = await generateShops(['shop', 'timed', 'unsigned'])
})

test('H2: past the deadline the sender comes again, and nothing fails unseen', async () => {
  const idempotency = memoryStore()
  const { receiver, handler } = await shops.open('shop', { deadlineSeconds: 0.02, idempotency })
  const onError = vi.fn()
  receiver.onError(onError)
  let fail: (reason: Error) => void = () => undefined
  handler.mockReturnValueOnce(new Promise((_resolve, reject) => (fail = reject)))
  expect((await receiver.fetch(request(signed(paid)))).status).toBe(503)
  expect((await receiver.fetch(request(signed(paid)))).status).toBe(409)
  fail(new Error('too late'))
  await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(3))
  expect(onError.mock.calls.map(([{ code }]) => code)).toEqual([
    'ERR_DEADLINE',
    'ERR_IN_FLIGHT',
    'ERR_HANDLER',
  ])
  expect((await receiver.fetch(request(signed(paid)))).status).toBe(200)
  expect(handler).toHaveBeenCalledTimes(2)
})

test('H15: a missing handler shows in the outcome, and a late one gets what comes next', async () => {
  const warn = vi.fn()
  const { receiver } = await shops.open('shop', { logger: { ...silent, warn } })
  expect(receiver.events()).toEqual(['order.paid'])
  expect((await receiver.receive(signed(voided))).outcome).toBe('ignored')
  expect(warn).not.toHaveBeenCalled()
  const late = vi.fn()
  receiver.onEvent('order.voided', late)
  expect(warn).toHaveBeenCalledWith('handler.late', { provider: 'shop' })
  expect((await receiver.receive(signed(voided))).outcome).toBe('handled')
  expect(late).toHaveBeenCalledTimes(1)
})

test.each([
  ['without a store', {}],
  ['with a store', { idempotency: memoryStore() }],
])(
  'H17: mistake 40: the very bytes that failed once are taken when they are sent again, %s',
  async (_name, options) => {
    const { receiver, handler } = await shops.open('timed', { clock: () => NOW * 1000, ...options })
    handler.mockRejectedValueOnce(new Error('database is away'))
    expect((await receiver.receive(signedAt(NOW))).response.status).toBe(500)
    expect((await receiver.receive(signedAt(NOW))).response.status).toBe(200)
    expect(handler).toHaveBeenCalledTimes(2)
  },
)

test('mistake 40: an id that nobody signed does not make an event a duplicate', async () => {
  const idempotency = memoryStore()
  const { receiver, handler } = await shops.open('unsigned', { idempotency })
  const send = (value: unknown) => {
    const { headers, body } = signed(value)
    return receiver.receive({ headers: { ...headers, 'x-id': 'the same' }, body })
  }
  expect((await send(paid)).outcome).toBe('handled')
  expect((await send({ ...paid, id: 'o_2' })).outcome).toBe('handled')
  expect((await send(paid)).outcome).toBe('duplicate')
  expect(handler).toHaveBeenCalledTimes(2)
})
