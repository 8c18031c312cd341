/** The consumer's code that never answers: the delivery ends, and its place is free again. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { customProof } from '../../templates/runtime/auth/custom.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { send } from '../../templates/runtime/outbound/send.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, deliver, hmacScheme, paid, SECRET, silent } from './acme.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = () => new Promise<never>(() => undefined)
const own = { ...hmacScheme(), name: 'own', secrets: [], proof: customProof('own') }
const whole = acme({ eventAccount: () => 'a', subscription: () => 'sub_1' })
const store = { pending: never, get: never, put: never, ended: never }

const places: [name: string, options: object, provider?: typeof whole][] = [
  ['secret', { secret: never }],
  ['account', { secret: SECRET, account: never }],
  ['secretStore', { secret: SECRET, secretStore: store }],
  ['custom', { custom: { own: never } }, acme({ schemes: [own] })],
]

test.each(places)('%s', async (_name, options, provider = whole) => {
  const limits = { concurrency: 1, callSeconds: 2 }
  const receiver = createReceiverFrom(provider, {
    ...(options as ReceiverOptions),
    limits,
    logger: silent,
  })
  for (const _turn of [1, 2]) {
    const receipt = receiver.receive(deliver(paid))
    await vi.advanceTimersByTimeAsync(2001)
    // Were the first one still inside, the second would be an ERR_OVERLOADED.
    const { response, error } = await receipt
    expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '60' } })
    expect(error?.code).toMatch(/^ERR_(?:SECRET|PROOF)_UNAVAILABLE$/)
  }
})

test('five seconds unless set otherwise', async () => {
  const receiver = createReceiverFrom(acme(), { secret: never, logger: silent })
  const done = vi.fn()
  const receipt = receiver.receive(deliver(paid)).then(done)
  await vi.advanceTimersByTimeAsync(4900)
  expect(done).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  await receipt
  expect(done).toHaveBeenCalledOnce()
})

test('an observer of errors does not hold up the answer for ever', async () => {
  const receiver = createReceiverFrom(acme(), { secret: SECRET, logger: silent })
  receiver.onError(never)
  const receipt = receiver.receive({ headers: {}, body: '{}' })
  await vi.advanceTimersByTimeAsync(5001)
  expect((await receipt).response.status).toBe(401)
})

test('a fetch that heeds no signal ends by the limit', async () => {
  const request = { method: 'GET', url: 'https://a.example/', hosts: ['a.example'], headers: {} }
  const answer = expect(send(request, never)).rejects.toMatchObject({ code: 'ERR_REQUEST' })
  await vi.advanceTimersByTimeAsync(10_001)
  await answer
})
