/** A genuine delivery that names no event is answered as ever, and its receiver's owner is told. */
import { afterEach, expect, test, vi } from 'vitest'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, deliver, SECRET } from './acme.js'

afterEach(() => {
  vi.restoreAllMocks()
})

const logger = () => ({ debug: vi.fn(), warn: vi.fn(), error: vi.fn() })

test('the logger gets a warning for each, and none for types that it does not know', async () => {
  const log = logger()
  const { receive } = createReceiverFrom(acme(), { secret: SECRET, logger: log })
  const receipt = await receive(deliver({ id: 'e1' }))
  expect(receipt).toMatchObject({ outcome: 'unknown', response: { status: 200 } })
  expect(log.warn.mock.calls).toEqual([
    [
      'delivery.unnamed',
      {
        provider: 'acme',
        outcome: 'unknown',
        id: 'e1',
        tenant: undefined,
        message: 'a genuine delivery names no event: what events.type reads is not in it',
      },
    ],
  ])
  await receive(deliver({ type: 'refund' }))
  await receive(deliver({ type: 'ping' }))
  expect(log.warn).toHaveBeenCalledTimes(1)
})

test('without a logger the first one is said', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { receive } = createReceiverFrom(acme(), { secret: SECRET })
  await receive(deliver({}))
  await receive(deliver({}))
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^acme: .* names no event: .* \(said once\)$/)],
  ])
})
