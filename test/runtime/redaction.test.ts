/** What copies for logs leave out, and that making one is bounded. */
import { describe, expect, test } from 'vitest'
import {
  createRedactor,
  REDACTED,
  type RedactionPlan,
  type RedactionRule,
} from '../../templates/runtime/redaction.js'

const NAMES = ['paid', 'sent', '__proto__']

/** The payload of `paid` is what the first rule is about. */
function redactPaid(payload: unknown, ...rules: readonly RedactionRule[]): unknown {
  return createRedactor({ events: { paid: [0] }, rules }, NAMES)('paid', payload)
}

const cases: [name: string, rules: RedactionRule[], payload: unknown, want: unknown][] = [
  [
    'a member',
    [{ members: { email: true } }],
    { email: 'a@b.test', id: 1 },
    { email: REDACTED, id: 1 },
  ],
  [
    'an object as a whole',
    [{ members: { card: true } }],
    { card: { number: 'secret' } },
    { card: REDACTED },
  ],
  [
    'null and numbers as well',
    [{ members: { a: true, b: true } }],
    { a: null, b: 7 },
    { a: REDACTED, b: REDACTED },
  ],
  [
    'a member inside',
    [{ members: { user: [1] } }, { members: { email: true } }],
    { user: { email: 'x' } },
    { user: { email: REDACTED } },
  ],
  [
    'what two rules say of one member',
    [{ members: { user: [1, 2] } }, { members: { a: true } }, { members: { b: true } }],
    { user: { a: 1, b: 2, c: 3 } },
    { user: { a: REDACTED, b: REDACTED, c: 3 } },
  ],
  [
    'members by pattern',
    [{ patterns: [[/^x_/u, true]] }],
    { x_a: 1, b: 2 },
    { x_a: REDACTED, b: 2 },
  ],
  [
    'what a name and a pattern say together',
    [{ members: { x_a: [] }, patterns: [[/^x_/u, true]] }],
    { x_a: 1 },
    { x_a: REDACTED },
  ],
  [
    'other members, and not those that are named',
    [{ members: { a: [] }, patterns: [[/^b/u, []]], others: true }],
    { a: 1, b1: 2, c: 3 },
    { a: 1, b1: 2, c: REDACTED },
  ],
  ['elements by place', [{ items: [[], true] }], ['a', 'b', 'c'], ['a', REDACTED, 'c']],
  [
    'elements after the listed ones',
    [{ items: [[]], rest: true }],
    ['a', 'b', 'c'],
    ['a', REDACTED, REDACTED],
  ],
  [
    'at every level of what refers to itself',
    [{ members: { next: [0], secret: true } }],
    { secret: 1, next: { secret: 2, next: { secret: 3 } } },
    { secret: REDACTED, next: { secret: REDACTED, next: { secret: REDACTED } } },
  ],
  [
    'a member that is called as one of every object',
    [{ members: { constructor: true as const } }],
    { constructor: 'x', toString: 'y' },
    { constructor: REDACTED, toString: 'y' },
  ],
  [
    'text in place of an object, which may be one that nobody has parsed',
    [{ members: { email: true } }],
    '{"email":"a@b.test"}',
    REDACTED,
  ],
]
test.each(cases)('hides %s', (_name, rules, payload, want) => {
  const before = structuredClone(payload)
  expect(redactPaid(payload, ...rules)).toEqual(want)
  expect(payload).toEqual(before)
})

test('a copy shares nothing with the payload', () => {
  const payload = { user: { name: 'x' }, list: [{}] }
  const copy = redactPaid(payload, {})
  expect(copy).toEqual(payload)
  expect(copy).not.toBe(payload)
  expect(Object(copy).user).not.toBe(payload.user)
  expect(Object(copy).list[0]).not.toBe(payload.list[0])
})

describe('by event', () => {
  const plan: RedactionPlan = {
    events: JSON.parse('{ "paid": [0], "__proto__": true }'),
    rules: [{ members: { email: true } }],
  }
  const redact = createRedactor(plan, NAMES)
  const payload = { email: 'a', tags: ['b', 1, true, null], user: { name: 'c' } }

  test('with nothing to hide the payload is copied', () => {
    expect(redact('sent', payload)).toEqual(payload)
    expect(redact('sent', 'text')).toBe('text')
  })
  test.each([['refunded'], ['constructor'], [undefined]])('%s: every value is hidden', (name) => {
    expect(redact(name, payload)).toEqual({
      email: REDACTED,
      tags: [REDACTED, REDACTED, REDACTED, REDACTED],
      user: { name: REDACTED },
    })
    expect(redact(name, 'text')).toBe(REDACTED)
  })
  test('an event that is hidden whole', () => {
    expect(redact('__proto__', payload)).toBe(REDACTED)
  })
})

describe('what no JSON holds', () => {
  test.each([
    ['bytes', Buffer.from('secret')],
    ['a map', new Map([['a', 'secret']])],
    ['a function', () => 'secret'],
    ['an instance that prints itself', { toJSON: (): string => 'secret' }],
  ])('%s does not get through', (_name, value) => {
    expect(JSON.stringify(redactPaid({ value }, {}))).not.toContain('secret')
  })
  test('a member called __proto__ stays a member', () => {
    const copy = redactPaid(JSON.parse('{ "__proto__": { "a": 1 }, "b": 2 }'), {
      members: { b: true },
    })
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":1},"b":"[redacted]"}')
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
  })
})

describe('a copy is bounded', () => {
  test.each([
    ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('in depth: 100,000 levels of %s', (_name, text) => {
    const printed = JSON.stringify(redactPaid(JSON.parse(text), { members: { a: [0] }, rest: [0] }))
    expect(printed).toContain(REDACTED)
    expect(printed.length).toBeLessThan(256 * 8)
  })
  test('in depth, but never where people still look', () => {
    const text = `${'['.repeat(256)}"seen"${']'.repeat(256)}`
    expect(JSON.stringify(redactPaid(JSON.parse(text), {}))).toBe(text)
    expect(JSON.stringify(redactPaid(JSON.parse(`[${text}]`), {}))).not.toContain('seen')
  })
  test('where a payload holds itself', () => {
    const payload: Record<string, unknown> = { a: 1 }
    payload['self'] = payload
    payload['again'] = [payload]
    expect(redactPaid(payload, {})).toEqual({ a: 1, self: REDACTED, again: [REDACTED] })
  })
  test('where one value stands in many places', () => {
    const shared = { a: 1 }
    expect(redactPaid([shared, shared], {})).toEqual([shared, shared])
    let payload: unknown = 'leaf'
    for (let level = 0; level < 60; level += 1) payload = [payload, payload]
    expect(redactPaid(payload, {})).toBe(REDACTED)
  })
  test('where rules multiply', () => {
    const both = { members: { a: [0, 1] }, rest: [0, 1] }
    const payload = JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)
    expect(redactPaid(payload, both, both)).toEqual(payload)
  })
})
