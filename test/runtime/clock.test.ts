/** Clocks that jump, and clocks that are none: nothing expired holds, and nothing waits for ever. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { judgeTimes } from '../../templates/runtime/auth/jwt-claims.js'
import { judgeParameters } from '../../templates/runtime/auth/message-policy.js'
import { isWithin } from '../../templates/runtime/auth/timestamp.js'
import { Ledger } from '../../templates/runtime/ledger.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { within } from '../../templates/runtime/within.js'
import { type AcmeEvents, acme, deliver, hmacScheme, paid, SECRET, silent } from './acme.js'

const HOUR = 3_600_000
const START = Date.parse('2026-06-01T12:00:00Z')

afterEach(() => {
  vi.useRealTimers()
})

const create = (options: Partial<ReceiverOptions>) =>
  createReceiverFrom<AcmeEvents>(acme(), { secret: SECRET, logger: silent, ...options })

describe('a clock that is none', () => {
  // Sound for the test: JavaScript lets all of these in.
  const clocks = [Number.NaN, Number.POSITIVE_INFINITY, undefined, null, '1', new Date(), 1n].map(
    (value) => () => value as unknown as number,
  )

  test.each(clocks)('makes the receiver fail, and no proof hold: %#', async (clock) => {
    const receiver = create({ clock })
    const handler = vi.fn()
    receiver.onAny(handler)
    const receipt = await receiver.receive(deliver(paid))
    expect(receipt).toMatchObject({
      outcome: 'failed',
      response: { status: 500 },
      error: { code: 'ERR_INTERNAL', cause: { message: expect.stringContaining('clock must') } },
    })
    await expect(receiver.unwrap(deliver(paid))).rejects.toMatchObject({ code: 'ERR_INTERNAL' })
    expect(handler).not.toHaveBeenCalled()
  })

  test.each(clocks)('makes stores in memory fail: %#', async (clock) => {
    const receiver = create({ idempotency: memoryStore({ clock }) })
    expect(await receiver.receive(deliver(paid))).toMatchObject({ response: { status: 200 } })
    receiver.onAny(() => undefined)
    expect(await receiver.receive(deliver(paid))).toMatchObject({
      response: { status: 503 },
      error: { code: 'ERR_STORE_UNAVAILABLE' },
    })
    expect(() => memorySecretStore({ clock }).pending('x')).toThrow('clock must')
  })

  test('would let an expired token hold: every comparison with it is false', () => {
    const value = { exp: 1 }
    const claims = { value, source: new Uint8Array() }
    expect(judgeTimes({ leeway: 0, required: [] }, claims, Number.NaN)).toBe(undefined)
    expect(isWithin(0, Number.NaN, { past: 1, future: 1 })).toBe(false)
  })
})

describe('a clock that jumps while a handler runs', () => {
  test.each([
    ['forward', HOUR],
    ['back', -HOUR],
  ])('%s: the delivery keeps the time that it came at, and is handled once', async (_way, jump) => {
    let now = START
    const clock = () => now
    const receiver = create({ clock, idempotency: memoryStore({ clock }) })
    const times: Date[] = []
    const handler = vi.fn((_payload: unknown, { receivedAt }: { readonly receivedAt: Date }) => {
      now += jump
      times.push(receivedAt)
    })
    receiver.onEvent('invoice.paid', handler)
    receiver.onEvent('invoice.paid', (_payload, { receivedAt }) => void times.push(receivedAt))
    expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
    expect(times).toEqual([new Date(START), new Date(START)])
    expect((await receiver.receive(deliver(paid))).outcome).toBe('duplicate')
    expect(handler).toHaveBeenCalledOnce()
  })

  test('between reading and verifying: one time decides about both', async () => {
    let now = START
    const seen: number[] = []
    const scheme = hmacScheme()
    const proof = {
      ...scheme.proof,
      verify: async (...given: Parameters<typeof scheme.proof.verify>) => {
        seen.push(given[1].now)
        now += HOUR
        return scheme.proof.verify(...given)
      },
    }
    const provider = acme({
      schemes: [
        { ...scheme, proof },
        { ...scheme, name: 'other', proof },
      ],
    })
    const options = { secret: SECRET, logger: silent, clock: () => now }
    const receiver = createReceiverFrom<AcmeEvents>(provider, options)
    expect((await receiver.receive(deliver(paid))).response.status).toBe(200)
    expect(seen).toEqual([START])
  })
})

describe('the ends of a window', () => {
  const window = { past: 300, future: 60 }
  test.each([
    [-300_000, true],
    [-300_001, false],
    [60_000, true],
    [60_001, false],
    [-300_000.001, false],
    [-0, true],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [Number.NEGATIVE_INFINITY, false],
  ])('%d ms from now: %s', (distance, want) => {
    expect(isWithin(START + distance, START, window)).toBe(want)
  })

  test.each([
    [0, undefined],
    [1, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
  ])('a message signature %d ms after it expired', (late, code) => {
    const expires = { kind: 'integer', value: START / 1000 } as const
    const input = { items: [], parameters: new Map([['expires', expires]]) }
    const refused = judgeParameters(
      { expires: false, nonce: false },
      { input, bytes: new Uint8Array() },
      START + late,
    )
    expect(refused?.code).toBe(code)
  })

  const seconds = START / 1000
  test.each<[claims: object, code: string | undefined]>([
    [{ exp: seconds + 0.001 }, undefined],
    [{ exp: seconds }, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
    [{ nbf: seconds }, undefined],
    [{ nbf: seconds + 0.001 }, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
    [{ exp: -0 }, 'ERR_TIMESTAMP_OUT_OF_RANGE'],
    [{ exp: 1e21, nbf: -1e21 }, undefined],
    [JSON.parse('{"exp":1e999}'), 'ERR_PROOF_INVALID'],
    [JSON.parse('{"nbf":-1e999}'), 'ERR_PROOF_INVALID'],
    [{ exp: String(seconds + 60) }, 'ERR_PROOF_INVALID'],
    [{ exp: [seconds + 60] }, 'ERR_PROOF_INVALID'],
    [{ exp: null }, 'ERR_PROOF_INVALID'],
    [{ nbf: false }, 'ERR_PROOF_INVALID'],
  ])('a token with %j', (value, code) => {
    const claims = { value: value as Record<string, unknown>, source: new Uint8Array() }
    expect(judgeTimes({ leeway: 0, required: [] }, claims, START)?.code).toBe(code)
  })
})

describe('times that are longer than a timer can wait', () => {
  test('a limit of a month is none of a millisecond', async () => {
    vi.useFakeTimers()
    let answer = (_text: string) => {}
    const work = within(new Promise<string>((resolve) => (answer = resolve)), 2 ** 31)
    await vi.advanceTimersByTimeAsync(1000)
    answer('in time')
    expect(await work).toBe('in time')
  })

  test('a lease of a year is not renewed a thousand times a second', async () => {
    vi.useFakeTimers()
    const store = memoryStore()
    const extend = vi.fn(store.extend)
    const year = 365 * 24 * 3600
    const claim = await new Ledger({ store: { ...store, extend }, leaseSeconds: year }).claim('a')
    await vi.advanceTimersByTimeAsync(1000)
    expect(extend).not.toHaveBeenCalled()
    expect(claim).toMatchObject({ succeeded: new Set() })
    vi.clearAllTimers()
  })
})

test('a renewal that is never answered does not end the renewing', async () => {
  vi.useFakeTimers()
  const store = memoryStore()
  const extend = vi.fn(store.extend).mockImplementationOnce(() => new Promise(() => {}))
  const ledger = new Ledger({ store: { ...store, extend }, leaseSeconds: 3 })
  await ledger.claim('a')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(extend).toHaveBeenCalledTimes(10)
  await expect(ledger.claim('a')).rejects.toMatchObject({ code: 'ERR_IN_FLIGHT' })
  vi.clearAllTimers()
})
