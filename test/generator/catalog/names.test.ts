/** Identifiers and stems: unique, legal, and the same whoever joins. */
import { describe, expect, test } from 'vitest'
import { allocateIdentifiers, allocateStems } from '../../../generator/catalog/names.js'

const wanted = (texts: readonly string[]) =>
  texts.map((text) => ({ key: text, text, isEvent: true }))
const identifiers = (...texts: string[]) => [...allocateIdentifiers(wanted(texts)).values()]
const stems = (...texts: string[]) => [...allocateStems(wanted(texts)).values()]

const LONG = 'very.long.name.'.repeat(10)

describe('identifiers', () => {
  const cases: [text: string, want: string | RegExp][] = [
    ['invoice.paid', 'InvoicePaid'],
    ['order/created', 'OrderCreated'],
    ['cp2_daily', 'Cp2Daily'],
    ['naïve.event', 'NaiveEvent'],
    ['CARGO_HELD_BY_PORT', 'CargoHeldByPort'],
    ['cargo.HELD-BY', 'CargoHeldBy'],
    ['CARGO_2_HELD', 'Cargo2Held'],
    ['ÉTAT_PERDU', 'EtatPerdu'],
    ['ORDER', 'ORDER'],
    ['cargo.API', 'CargoAPI'],
    ['XMLParsed', 'XMLParsed'],
    ['constructor', 'Constructor'],
    ['__proto__', 'Proto'],
    ['007', 'Payload007'],
    ['2fa.enabled', 'Payload2faEnabled'],
    ['оплата', /^Payload_[0-9a-f]{8}$/],
    ['***', /^Payload_[0-9a-f]{8}$/],
    ['', /^Payload_[0-9a-f]{8}$/],
    ['event', 'EventPayload'],
    ['web.hook.error', 'WebHookError'],
    ['webhook_error', 'WebhookErrorPayload'],
    ['WebhookError', 'WebhookErrorPayload'],
    ['issue', 'IssuePayload'],
    ['event.token', 'EventTokenPayload'],
    [LONG, /^(?:VeryLongName)+\w{0,11}_[0-9a-f]{8}$/],
  ]
  test.each(cases)('%j', (text, want) => {
    const [identifier] = identifiers(text)
    if (typeof want === 'string') expect(identifier).toBe(want)
    else expect(identifier).toMatch(want)
    expect(identifier).toMatch(/^[A-Z][A-Za-z0-9_]{0,89}$/)
  })

  test('no two are the same, whatever the case', () => {
    const texts = [
      'a.b',
      'a_b',
      'a-b',
      'a/b',
      'aB',
      'AB',
      'ab',
      'a..b',
      LONG,
      `${LONG}x`,
      'event',
      'event.payload',
    ]
    const found = identifiers(...texts).map((identifier) => identifier.toLowerCase())
    expect(new Set(found).size).toBe(texts.length)
  })

  test('the plainest of those that want one name gets it as it is', () => {
    const found = allocateIdentifiers(wanted(['A/B', 'a-b', 'a_b', 'a.b']))
    expect(found.get('a.b')).toBe('AB')
    expect(found.get('a_b')).toMatch(/^AB_[0-9a-f]{8}$/)
  })

  test('a newcomer renames nobody who is as plain', () => {
    const texts = ['a_b', 'a-b', 'b.c', 'c/d']
    const before = allocateIdentifiers(wanted(texts))
    for (const newcomer of ['A b', 'b-c', 'c//d', 'zzz', 'a b']) {
      const after = allocateIdentifiers(wanted([...texts, newcomer]))
      for (const text of texts) expect(after.get(text)).toBe(before.get(text))
    }
  })

  test('the order of the requests does not matter', () => {
    const texts = ['a.b', 'a_b', 'a-b', 'AB', 'x']
    const there = allocateIdentifiers(wanted(texts))
    const back = allocateIdentifiers(wanted([...texts].reverse()))
    for (const text of texts) expect(back.get(text)).toBe(there.get(text))
  })

  test('an event comes before a definition, however plain that is', () => {
    const event = { key: '1', text: 'User', isEvent: true }
    const definition = { key: '0', text: 'user', isEvent: false }
    const found = allocateIdentifiers([definition, event])
    expect(found.get('1')).toBe('User')
    expect(found.get('0')).toMatch(/^User_[0-9a-f]{8}$/)
  })

  test('definitions of one name are told apart by their place', () => {
    const users = ['b.json#', 'c.json#', 'a.json#'].map((key) => ({
      key,
      text: 'user',
      isEvent: false,
    }))
    const two = allocateIdentifiers(users.slice(0, 2))
    const three = allocateIdentifiers(users)
    expect(three.get('a.json#')).toBe('User')
    expect(three.get('c.json#')).toBe(two.get('c.json#'))
    expect(new Set(three.values()).size).toBe(3)
  })
})

describe('stems', () => {
  const cases: [text: string, want: string | RegExp][] = [
    ['invoice.paid', 'invoice.paid'],
    ['a-b_c.d2', 'a-b_c.d2'],
    ['order/created', /^order-created-[0-9a-f]{8}$/],
    ['Push', /^push-[0-9a-f]{8}$/],
    ['naïve', /^naive-[0-9a-f]{8}$/],
    ['оплата', /^event-[0-9a-f]{8}$/],
    ['', /^event-[0-9a-f]{8}$/],
    ['.hidden', /^hidden-[0-9a-f]{8}$/],
    ['..', /^event-[0-9a-f]{8}$/],
    ['../../x', /^x-[0-9a-f]{8}$/],
    ['__proto__', /^proto-[0-9a-f]{8}$/],
    ['x.d', /^x\.d-[0-9a-f]{8}$/],
    ['x.explain', /^x\.explain-[0-9a-f]{8}$/],
    ['con', /^x-con-[0-9a-f]{8}$/],
    ['CON', /^x-con-[0-9a-f]{8}$/],
    ['nul.x', /^x-nul\.x-[0-9a-f]{8}$/],
    ['com1', /^x-com1-[0-9a-f]{8}$/],
    ['control', 'control'],
    [LONG, /^very\.long\.name\.[a-z.]{25}-[0-9a-f]{8}$/],
  ]
  test.each(cases)('%j', (text, want) => {
    const [stem] = stems(text)
    if (typeof want === 'string') expect(stem).toBe(want)
    else expect(stem).toMatch(want)
    expect(stem).toMatch(/^[a-z0-9][a-z0-9._-]{0,79}$/)
  })

  test('one that looks like the hashed stem of another is told apart', () => {
    const [hashed = ''] = stems('Push')
    const found = stems('Push', hashed)
    expect(new Set(found).size).toBe(2)
  })
})
