/** Parameters, elements and filters in a config: what they cover, and what is wrong about them. */
import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const problems = (auth: JsonObject) =>
  planned({ auth, events: { type: 'any' } }).said.filter((line) => line.startsWith('ERR_'))
const signs = (content: JsonValue) => hmac({ content })
const coverage = (content: JsonValue, events: JsonObject = { type: '{form:type}' }) =>
  planned({ auth: signs(content), events }).auth.schemes[0]?.coverage

describe('what parameters cover', () => {
  const form = { params: 'form', sort: true, kv: '=', sep: '&' }

  test.each<[string, JsonValue, boolean, boolean]>([
    ['a whole form', [{ ...form, encode: 'form' }], true, true],
    ['a form whose values may hold what separates them', [form], false, false],
    ['a form whose values run together', [{ ...form, kv: '', sep: '' }], false, false],
    ['a form but for some fields', [{ ...form, omit: ['sig'] }], false, false],
    ['some fields of a form', [{ ...form, names: 'a,b' }], false, false],
    ['a query', [{ params: 'query', kv: '=', sep: '&' }], false, false],
    ['headers', [{ params: 'headers', names: 'x-a', kv: ':', sep: '' }], false, false],
  ])('%s', (_name, content, body, type) => {
    expect(coverage(content)).toMatchObject({ body, type })
  })

  test('a query covers its parameters', () => {
    const events = { type: '{query:type}' }
    const query = { params: 'query', encode: 'form', kv: '=', sep: '&' }
    expect(coverage([query], events)).toMatchObject({ type: true })
    expect(coverage([{ ...query, encode: 'none' }], events)).toMatchObject({ type: false })
    expect(coverage([{ ...query, sep: '' }], events)).toMatchObject({ type: false })
  })
})

describe('parameters are refused', () => {
  test.each<[string, JsonObject, string]>([
    [
      'headers without names',
      { params: 'headers' },
      'ERR_PARAMS #/auth/content/0 "params": "headers" needs "names"',
    ],
    [
      'values sorted without their names',
      { params: 'form', sortValues: true },
      'ERR_PARAMS #/auth/content/0/sortValues "sortValues" needs "sort": true',
    ],
    [
      'names that cannot be read',
      { params: 'form', names: '{oops:x}' },
      'ERR_EXPR #/auth/content/0/names unknown source "oops" in the expression "{oops:x}"',
    ],
  ])('%s', (_name, params, want) => {
    expect(problems(signs([params]))).toContain(want)
  })
})

describe('filters', () => {
  test.each([
    '{body|crc32}',
    '{body|hmac-sha256:INNER|hex}',
    '{body|sign-ed25519:INNER|base64}',
    '{url|noPort}{url|addPort}{url|noQuery|legacyQs}',
    '{url|percentDecode}{url|percentDecode::/?\\|}',
    '{url|qsh|sha256|hex}{url|qsh:/base}',
    '{part:token}{body|sha384|hex}',
  ])('%s is taken', (content) => {
    expect(problems(signs(content))).toEqual([])
  })

  test.each([
    [
      '{body|hmac-sha256}',
      'the filter "hmac-sha256" needs the name of a secret, as in |hmac-sha256:SECRET',
    ],
    ['{body|crc32:1}', 'the filter "crc32" takes no argument'],
    ['{item:x}', '"x" is not a JSON pointer'],
    ['{part}', 'the source "part" needs an argument, as in {part:…}'],
  ])('%s is refused', (content, message) => {
    expect(problems(signs(content))).toEqual([
      `ERR_EXPR #/auth/content ${message} in the expression ${JSON.stringify(content)}`,
    ])
  })

  test('a secret that a filter takes is one that the consumer gives', () => {
    const { auth } = planned({
      auth: signs('{body|hmac-sha256:INNER|hex}'),
      events: { type: 'any' },
    })
    expect(auth.schemes[0]?.secrets.map(({ name }) => name)).toEqual(['KEY', 'INNER'])
  })

  test.each(['{body|hmac-sha256:K}', '{body|sign-ed25519:K}'])(
    'an event cannot be named by %s',
    (type) => {
      const { said } = planned({ auth: hmac(), events: { type } })
      expect(said.filter((line) => line.startsWith('ERR_EXPR #/events/type'))).toHaveLength(1)
    },
  )
})

describe('forEach', () => {
  test('without it there is no element to read', () => {
    const want = 'ERR_ITEM #/auth {item:/id} is read where there is no list'
    expect(problems(signs('{item:/id}'))).toEqual([want])
    expect(problems({ forEach: '/value', allOf: [signs('{item:/id}')] })).toEqual([])
  })

  test('a proof, a token or a combinator may have to hold for every element', () => {
    const token = { forEach: '/value', type: 'bearer' }
    const both = {
      forEach: '/value',
      anyOf: [hmac({ key: { secret: 'A' } }), hmac({ key: { secret: 'B' } })],
    }
    expect(planned({ auth: token, events: { type: 'any' } }).auth.schemes[0]?.proof).toMatchObject({
      kind: 'forEach',
      pointer: '/value',
      proof: { kind: 'check' },
    })
    expect(planned({ auth: both, events: { type: 'any' } }).auth.schemes[0]?.proof).toMatchObject({
      kind: 'forEach',
      proof: { kind: 'anyOf' },
    })
  })

  test('its secrets and its strength are those of the proof inside', () => {
    const { auth } = planned({ auth: { forEach: '/value', type: 'none' }, events: { type: 'any' } })
    expect(auth.schemes[0]?.unsigned).toBe(true)
    const signed = planned({ auth: { forEach: '/value', ...hmac() }, events: { type: 'any' } })
    expect(signed.auth.schemes[0]).toMatchObject({ unsigned: false, secrets: [{ name: 'KEY' }] })
  })
})
