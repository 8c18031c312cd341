/** Without a logger, refusals are told on the console: once for each kind and minute. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProofInvalid, TimestampOutOfRange } from '../../templates/runtime/errors.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { RefusalLines } from '../../templates/runtime/refusal-lines.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, SECRET } from './acme.js'

let now: number
let warned: unknown[]
beforeEach(() => {
  now = 1_000_000
  warned = []
  vi.spyOn(console, 'warn').mockImplementation((...given) => void warned.push(...given))
})
afterEach(() => vi.restoreAllMocks())

function create(options: ReceiverOptions = {}) {
  return createReceiverFrom<AcmeEvents>(acme(), { secret: SECRET, clock: () => now, ...options })
}

const UNSIGNED = { headers: {}, body: '' }
const FORGED = { headers: { 'x-signature': 'ab' }, body: '' }
const ABSENT = 'acme: refused a delivery with 401 ERR_PROOF_MISSING: the delivery carries no proof'
const WRONG = 'acme: refused a delivery with 401 ERR_PROOF_INVALID: no secret matches'

test('one line for each kind and minute, which counts those that were held back', async () => {
  const receiver = create()
  for (const one of [UNSIGNED, FORGED, UNSIGNED, UNSIGNED]) await receiver.receive(one)
  expect(warned).toEqual([ABSENT, WRONG])
  now += 59_000
  await receiver.receive(UNSIGNED)
  expect(warned).toHaveLength(2)
  now += 1000
  await receiver.receive(UNSIGNED)
  expect(warned.slice(2)).toEqual([`${ABSENT} (and 3 more before)`])
  await receiver.receive(UNSIGNED)
  expect(warned).toHaveLength(3)
})

test('each receiver tells its own', async () => {
  for (const receiver of [create(), create()]) await receiver.receive(UNSIGNED)
  expect(warned).toEqual([ABSENT, ABSENT])
})

test.each<[string, ReceiverOptions]>([
  ['a logger', { logger: { warn: () => undefined, error: () => undefined } }],
  ['an onError handler', {}],
])('with %s there is none', async (_name, options) => {
  const receiver = create(options)
  if (options.logger === undefined) receiver.onError(() => undefined)
  await receiver.receive(UNSIGNED)
  expect(warned).toEqual([])
})

test("another attempt's turn is no news", async () => {
  const receiver = create({ idempotency: memoryStore() })
  let finish = () => {}
  const gate = new Promise<void>((resolve) => {
    finish = resolve
  })
  receiver.onEvent('invoice.paid', () => gate)
  const paid = { type: 'invoice.paid', id: 'in_1', amount: 7 }
  const first = receiver.receive(deliver(paid))
  await vi.waitFor(async () =>
    expect((await receiver.receive(deliver(paid))).outcome).toBe('in-flight'),
  )
  finish()
  await first
  expect(warned).toEqual([])
})

test('a console and a clock that throw change no answer', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {
    throw new Error('x')
  })
  expect((await create().receive(UNSIGNED)).response.status).toBe(401)
})

test('numbers make no other kind, and a clock that goes back does not silence', () => {
  const lines = new RefusalLines(() => now)
  const error = (seconds: number) => new TimestampOutOfRange(`${seconds} seconds too old`)
  expect(lines.next(error(400))).toContain('400 seconds')
  expect(lines.next(error(500))).toBeUndefined()
  now -= 3_600_000
  expect(lines.next(error(600))).toContain('600 seconds')
})

test('many kinds cost no more than a few: memory and lines are bounded', () => {
  const lines = new RefusalLines(() => now)
  const names = Array.from({ length: 1000 }, (_, index) => String.fromCodePoint(0x4e00 + index))
  const said = names.filter((name) => lines.next(new ProofInvalid(name)) !== undefined)
  expect(said.length).toBeLessThan(40)
  now += 60_000
  expect(lines.next(new ProofInvalid('later'))).toContain('later')
})
