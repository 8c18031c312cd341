/** Reporting validation: every event is handed over, and what breaks its schema is told. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { DeadLetter } from '../../templates/runtime/dead-letter.js'
import type { Drift } from '../../templates/runtime/events.js'
import { resourceValidation } from '../../templates/runtime/payload-judge.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { EventModule, Validation } from '../../templates/runtime/validation.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  deliver,
  numberField,
  paid,
  SECRET,
  silent,
} from './acme.js'

const EXTRA = { pointer: '', keyword: 'additionalProperties', message: 'must NOT have …' }
const NO_NUMBER = { pointer: '/amount', keyword: 'type', message: 'must be a number' }
const DRIFTING = { ...paid, extra: true }
const BROKEN = { ...paid, amount: 'seven' }

/** Strict: no member called `extra`. Both: an amount that is a number. */
const module: EventModule = {
  check: () => (value) =>
    typeof Reflect.get(Object(value), 'amount') === 'number' &&
    !Object.hasOwn(Object(value), 'extra'),
  explain: async () => () => ({ issues: [EXTRA], count: 1 }),
  tolerant: numberField('amount'),
}

function create(options = {}, usual: Validation = 'report', own: EventModule = module) {
  const events = new Map([['invoice.paid', own]])
  const receiver = createReceiverFrom<AcmeEvents, AcmeGroups>(
    acme({ events, groups: new Map(), validation: usual }),
    { secret: SECRET, ...options },
  )
  const seen: (boolean | undefined)[] = []
  receiver.onEvent('invoice.paid', (_event, { valid }) => seen.push(valid))
  return { receiver, seen }
}

afterEach(() => vi.restoreAllMocks())

test('an event is handed over whatever the verdict, and ctx.valid says it', async () => {
  const { receiver, seen } = create({ logger: silent })
  const drifts: Drift[] = []
  receiver.onDrift((drift) => drifts.push(drift))
  const onInvalid = vi.fn()
  receiver.onInvalid(onInvalid)
  for (const body of [paid, DRIFTING, BROKEN]) {
    const receipt = await receiver.receive(deliver(body))
    expect(receipt).toMatchObject({ outcome: 'handled', response: { status: 200 } })
  }
  expect(seen).toEqual([true, true, false])
  expect(onInvalid).not.toHaveBeenCalled()
  const told = { name: 'invoice.paid', subject: 'payload', count: 1 }
  expect(drifts).toEqual([
    { ...told, level: 'drift', issues: [EXTRA] },
    { ...told, level: 'mismatch', issues: [NO_NUMBER] },
  ])
})

test('an event whose tolerant validators are its strict ones', async () => {
  const { receiver, seen } = create({ logger: silent }, 'report', numberField('amount'))
  const drifts: Drift[] = []
  receiver.onDrift((drift) => drifts.push(drift))
  for (const body of [DRIFTING, BROKEN]) await receiver.receive(deliver(body))
  expect(seen).toEqual([true, false])
  expect(drifts.map(({ level }) => level)).toEqual(['mismatch'])
})

const others: readonly (readonly [Validation, unknown])[] = [
  ['strict', true],
  ['tolerant', true],
  ['off', undefined],
]
test.each(others)('in %s, ctx.valid is %s', async (validation, valid) => {
  const { receiver, seen } = create({ logger: silent, validation })
  await receiver.receive(deliver(paid))
  expect(seen).toEqual([valid])
})

test('of an unknown event nothing is known', async () => {
  const { receiver } = create({ logger: silent })
  const seen: unknown[] = []
  receiver.onUnknown((_event, { valid }) => seen.push(valid))
  await receiver.receive(deliver({ type: 'nobody.knows' }))
  expect(seen).toEqual([undefined])
})

test('onInvalid gets a context that says so', async () => {
  const { receiver } = create({ logger: silent, validation: 'tolerant' })
  const seen: unknown[] = []
  receiver.onInvalid((_event, { valid }) => void seen.push(valid))
  await receiver.receive(deliver(BROKEN))
  expect(seen).toEqual([false])
})

describe('a mismatch that nobody watches does not vanish', () => {
  test('without a logger: one line for each event', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { receiver } = create()
    for (const body of [DRIFTING, BROKEN, BROKEN]) await receiver.receive(deliver(body))
    expect(warn.mock.calls).toEqual([
      [
        'acme: the payload of "invoice.paid" breaks its schema: /amount must be a number (handed over; onDrift gets every one)',
      ],
    ])
  })

  test('with a logger: one line of it', async () => {
    const warn = vi.fn()
    const spy = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { receiver } = create({ logger: { warn, error: vi.fn() } })
    for (const body of [BROKEN, BROKEN]) await receiver.receive(deliver(body))
    const message = 'the payload of "invoice.paid" breaks its schema: /amount must be a number'
    const details = { provider: 'acme', message, name: 'invoice.paid' }
    expect(warn.mock.calls).toEqual([['payload.mismatch', details]])
    expect(spy).not.toHaveBeenCalled()
  })

  test('with an onDrift handler there is none', async () => {
    const spy = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { receiver } = create()
    receiver.onDrift(() => undefined)
    await receiver.receive(deliver(BROKEN))
    expect(spy).not.toHaveBeenCalled()
  })
})

test('unwrap and unsafeParse hand over and tell', async () => {
  const { receiver } = create({ logger: silent })
  const drifts: Drift[] = []
  receiver.onDrift((drift) => drifts.push(drift))
  const unwrapped = await receiver.unwrap(deliver(BROKEN))
  expect(unwrapped).toMatchObject({ name: 'invoice.paid', payload: BROKEN })
  const parsed = await receiver.unsafeParse(JSON.stringify(BROKEN))
  expect(parsed).toMatchObject({ name: 'invoice.paid', payload: BROKEN })
  expect(drifts.map(({ level }) => level)).toEqual(['mismatch', 'mismatch'])
})

test('no dead letter is ever invalid', async () => {
  const letters: DeadLetter[] = []
  const deadLetters = {
    put: async (letter: DeadLetter) => void letters.push(letter),
    invalid: true,
  }
  const envelope = { key: 'k'.repeat(32) }
  const { receiver, seen } = create({ logger: silent, deadLetters, envelope })
  await receiver.receive(deliver(BROKEN))
  expect(seen).toEqual([false])
  expect(letters).toEqual([])
})

test('a queue takes what breaks its schema; the worker knows, and does not tell again', async () => {
  const envelopes: string[] = []
  const queue = {
    enqueue: async (envelope: string) => void envelopes.push(envelope),
    work: async () => undefined,
    close: async () => undefined,
  }
  const envelope = { key: 'k'.repeat(32) }
  const { receiver, seen } = create({ logger: silent, ack: 'enqueue', queue, envelope })
  const drifts: Drift[] = []
  receiver.onDrift((drift) => drifts.push(drift))
  expect(await receiver.receive(deliver(BROKEN))).toMatchObject({ outcome: 'enqueued' })
  expect(seen).toEqual([])
  expect(await receiver.consume(envelopes[0] ?? '')).toMatchObject({ outcome: 'handled' })
  expect(seen).toEqual([false])
  expect(drifts.map(({ level }) => level)).toEqual(['mismatch'])
})

test.each([
  ['strict', 'report', 'strict'],
  ['tolerant', 'report', 'tolerant'],
  ['report', 'report', 'report'],
  ['off', 'report', 'report'],
  ['report', 'tolerant', 'report'],
  ['report', 'strict', 'report'],
  ['off', 'tolerant', 'tolerant'],
  ['tolerant', 'strict', 'strict'],
] as const)('a receiver with %s of a provider with %s: resources are %s', (chosen, usual, want) => {
  expect(resourceValidation(chosen, usual)).toBe(want)
})
