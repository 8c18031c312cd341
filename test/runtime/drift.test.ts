/** Tolerant validation: what it takes, what it tells of drift, and that telling changes nothing. */
import { describe, expect, test, vi } from 'vitest'
import type { Drift } from '../../templates/runtime/events.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { EventModule } from '../../templates/runtime/validation.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  deliver,
  numberField,
  paid,
  SECRET,
} from './acme.js'

const TAKEN = { ...paid, extra: true }
const REFUSED = { ...paid, amount: 'seven', extra: true }
const EXTRA = { pointer: '', keyword: 'additionalProperties', message: 'must NOT have …' }

function strictCheck(value: unknown): boolean {
  return (
    typeof Reflect.get(Object(value), 'amount') === 'number' &&
    !Object.hasOwn(Object(value), 'extra')
  )
}

/** Strict: no member called `extra`. Tolerant: any. Both: an amount that is a number. */
function module(overrides: Partial<EventModule> = {}) {
  return {
    check: vi.fn(async () => strictCheck),
    explain: vi.fn(async () => () => ({ issues: [EXTRA], count: 1 })),
    tolerant: numberField('amount'),
    ...overrides,
  } satisfies EventModule
}

function create(own: EventModule, options = {}, overrides: Partial<Provider> = {}) {
  const events = new Map([['invoice.paid', own]])
  const receiver = createReceiverFrom<AcmeEvents, AcmeGroups>(
    acme({ events, groups: new Map(), validation: 'tolerant', ...overrides }),
    { secret: SECRET, ...options },
  )
  receiver.onEvent('invoice.paid', () => undefined)
  return receiver
}

const modes: [validation: string | undefined, taken: string, refused: string][] = [
  [undefined, 'handled', 'invalid'],
  ['tolerant', 'handled', 'invalid'],
  ['strict', 'invalid', 'invalid'],
  ['report', 'handled', 'handled'],
  ['off', 'handled', 'handled'],
]
test.each(modes)('%s: what is unknown is %s, what is wrong is %s', async (validation, ...wants) => {
  const receiver = create(module(), { validation })
  const outcomes = [TAKEN, REFUSED].map(async (body) => receiver.receive(deliver(body)))
  expect((await Promise.all(outcomes)).map(({ outcome }) => outcome)).toEqual(wants)
})

test('a mode that does not exist is no way to switch validation off', () => {
  expect(() => create(module(), { validation: 'Strict' })).toThrow(
    new TypeError("validation must be 'strict', 'tolerant', 'report' or 'off'"),
  )
})

test('without an observer, strict validators are never loaded', async () => {
  const own = module()
  await create(own).receive(deliver(TAKEN))
  expect(own.check).not.toHaveBeenCalled()
  expect(own.explain).not.toHaveBeenCalled()
})

test('an observer is told of what strict validation would have refused, and of nothing else', async () => {
  const own = module()
  const receiver = create(own)
  const seen: Drift[] = []
  const { onDrift } = receiver
  const unsubscribe = onDrift((drift) => seen.push(drift))
  for (const body of [paid, TAKEN, REFUSED]) await receiver.receive(deliver(body))
  expect(seen).toEqual([
    { name: 'invoice.paid', subject: 'payload', level: 'drift', issues: [EXTRA], count: 1 },
  ])
  unsubscribe()
  await receiver.receive(deliver(TAKEN))
  expect(seen).toHaveLength(1)
  expect(own.check).toHaveBeenCalledTimes(1)
})

test('unwrap and unsafeParse tell of drift as well', async () => {
  const receiver = create(module())
  const seen: string[] = []
  receiver.onDrift(({ name }) => seen.push(name))
  expect(await receiver.unwrap(deliver(TAKEN))).toMatchObject({ payload: TAKEN })
  await receiver.unsafeParse(JSON.stringify(TAKEN))
  await expect(receiver.unwrap(deliver(REFUSED))).rejects.toMatchObject({
    code: 'ERR_PAYLOAD_INVALID',
    issues: [{ pointer: '/amount', keyword: 'type', message: 'must be a number' }],
  })
  expect(seen).toEqual(['invoice.paid', 'invoice.paid'])
})

test('what is told is what explains, and how many broken rules there are', async () => {
  const explain = async () => () => ({ issues: [EXTRA], count: 250 })
  const receiver = create(module({ explain }))
  const seen: Drift[] = []
  receiver.onDrift((drift) => seen.push(drift))
  await receiver.receive(deliver(TAKEN))
  expect(seen).toEqual([
    { name: 'invoice.paid', subject: 'payload', level: 'drift', issues: [EXTRA], count: 250 },
  ])
})

describe('nothing about drift changes the answer:', () => {
  const broken = () => Promise.reject(new Error('the module is gone'))
  const failures: [name: string, own: EventModule, handler: () => unknown][] = [
    [
      'a handler that throws',
      module(),
      () => {
        throw new Error('the counter is down')
      },
    ],
    ['a handler that fails later', module(), broken],
    ['a handler that never ends', module(), () => new Promise(() => undefined)],
    ['a strict validator that does not load', module({ check: broken }), () => undefined],
    ['an explanation that does not load', module({ explain: broken }), () => undefined],
    [
      'a strict validator that overflows',
      module({
        check: () => () => {
          throw new RangeError('Maximum call stack size exceeded')
        },
      }),
      () => undefined,
    ],
  ]
  test.each(failures)('%s', async (_name, own, handler) => {
    const receiver = create(own)
    receiver.onDrift(handler)
    expect(await receiver.receive(deliver(TAKEN))).toMatchObject({ outcome: 'handled' })
    expect(await receiver.receive(deliver(REFUSED))).toMatchObject({ outcome: 'invalid' })
  })
})

test('where tolerance changes nothing, the strict validator decides and nothing drifts', async () => {
  const receiver = create(numberField('amount'))
  const onDrift = vi.fn()
  receiver.onDrift(onDrift)
  expect(await receiver.receive(deliver(TAKEN))).toMatchObject({ outcome: 'handled' })
  expect(await receiver.receive(deliver(REFUSED))).toMatchObject({ outcome: 'invalid' })
  expect(onDrift).not.toHaveBeenCalled()
})
