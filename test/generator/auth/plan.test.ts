/** Auth configs: what is wrong with one is said where it stands, and nothing unsafe passes. */
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, oneCase, planned } from './planned.js'

const check = (more: JsonObject) => ({ type: 'check', value: '{header:x-token}', ...more })
const token = check({ equals: '{secret:TOKEN}' })
const none = { type: 'none' }

const mistakes: [name: string, auth: JsonObject, ...said: string[]][] = [
  [
    'an algorithm that does not exist',
    hmac({ alg: 'hmac-sha3' }),
    'ERR_ALGORITHM #/auth/alg unknown algorithm "hmac-sha3"',
  ],
  [
    'an algorithm of Object.prototype',
    hmac({ alg: 'constructor' }),
    'ERR_ALGORITHM #/auth/alg unknown algorithm "constructor"',
  ],
  ['a weak algorithm', hmac({ alg: 'hmac-md5' }), 'ERR_ALGORITHM #/auth/alg "hmac-md5" is weak'],
  [
    'a weak algorithm in a map',
    hmac({ alg: { from: '{header:a}', map: { a: 'hmac-sha256', 'b/c': 'hmac-md5' } } }),
    'ERR_ALGORITHM #/auth/alg/map/b~1c "hmac-md5" is weak',
  ],
  ['no key', without(hmac(), 'key'), 'ERR_KEY_MISSING #/auth "hmac-sha256" needs a "key"'],
  [
    'a check that reads the time of a signature',
    check({ equals: '{var:timestamp}' }),
    'ERR_EXPR #/auth/equals the source "var" cannot be read here in the expression "{var:timestamp}"',
  ],
  [
    'a signature taken from a secret',
    hmac({ signature: { from: '{secret:KEY}', encoding: 'hex' } }),
    'ERR_EXPR #/auth/signature/from the source "secret" cannot be read here in the expression "{secret:KEY}"',
  ],
  [
    'a secret in the prefix of a signature in the head',
    hmac({ signature: { from: '{header:a}', prefix: '{secret:KEY}|', encoding: 'hex' } }),
    'ERR_EXPR #/auth/signature/prefix the source "secret" cannot be read here in the expression "{secret:KEY}|"',
  ],
  [
    'a secret in the prefix of a time in the body',
    hmac({ timestamp: { from: '{json:/a}', prefix: '{secret:KEY}' } }),
    'ERR_EXPR #/auth/timestamp/prefix the source "secret" cannot be read here in the expression "{secret:KEY}"',
  ],
  [
    'a prefix in the body that has to be hashed',
    hmac({ signature: { from: '{form:a}', prefix: '{path|hmac-sha256:KEY}', encoding: 'hex' } }),
    'ERR_EXPR #/auth/signature/prefix the filter "hmac-sha256" cannot be used here in the expression "{path|hmac-sha256:KEY}"',
  ],
  [
    'a prefix that has to be hashed',
    hmac({ signature: { from: ['{header:a}'], prefix: '{path|sha1}', encoding: 'hex' } }),
    'ERR_EXPR #/auth/signature/prefix the filter "sha1" cannot be used here in the expression "{path|sha1}"',
  ],
  [
    'a timestamp taken from the clock',
    hmac({ timestamp: { from: ['{header:a}', '{now}'] } }),
    'ERR_EXPR #/auth/timestamp/from/1 the source "now" cannot be read here in the expression "{now}"',
  ],
  [
    'the time in the content and nowhere else',
    hmac({ content: ['{var:timestamp}', '{body}'] }),
    'ERR_TIMESTAMP_MISSING #/auth the content reads {var:timestamp}, and nothing says where the timestamp stands',
  ],
  [
    'a pattern that can blow up',
    check({ matches: '(a+)+' }),
    'ERR_PATTERN #/auth/matches a repetition that can go on in several ways: "(a+)+"',
  ],
  [
    'a choice between a signature and a token',
    { anyOf: [hmac(), token] },
    'ERR_ANY_OF #/auth/anyOf/1 "anyOf" between proofs of different strength: a signature, and a token',
  ],
  [
    'a choice between a token and a public value',
    { anyOf: [token, check({ equals: 'x' })] },
    'ERR_ANY_OF #/auth/anyOf/1 "anyOf" between proofs of different strength: a token, and a public value',
  ],
  [
    'a choice between a signature and nothing',
    { anyOf: [hmac(), hmac(), none] },
    'ERR_ANY_OF #/auth/anyOf/2 "anyOf" between proofs of different strength: a signature, and nothing',
  ],
  [
    'a choice deep inside',
    { allOf: [{ switch: [oneCase({ anyOf: [token, hmac()] })] }] },
    'ERR_ANY_OF #/auth/allOf/0/switch/0/then/anyOf/1 "anyOf" between proofs of different strength: a token, and a signature',
  ],
  [
    'several at once',
    hmac({ alg: 'x', content: '{a}', signature: { from: '{b}', encoding: 'hex' } }),
    'ERR_ALGORITHM #/auth/alg unknown algorithm "x"',
    'ERR_EXPR #/auth/content unknown source "a" in the expression "{a}"',
    'ERR_EXPR #/auth/signature/from unknown source "b" in the expression "{b}"',
  ],
]
test.each(mistakes)('%s is refused', (_name, auth, ...said) => {
  const { list, said: given } = planned({ auth })
  expect([...given].sort()).toEqual([...said].sort())
  expect(list.every(({ severity }) => severity === 'error')).toBe(true)
})

describe('a plain hash', () => {
  const hash = (more: JsonObject) =>
    planned({ allowWeak: true, auth: { ...without(hmac({ alg: 'hash-sha256' }), 'key'), ...more } })

  test('passes with its secret in the content', () => {
    expect(hash({ content: '{secret:KEY}{body}' }).said).toEqual([])
    expect(hash({ content: ['{body}', '{secret:KEY}'] }).said).toEqual([])
  })
  test('is weak whatever it is', () => {
    const auth = without(hmac({ alg: 'hash-sha512', content: '{secret:KEY}' }), 'key')
    expect(planned({ auth }).said).toEqual(['ERR_ALGORITHM #/auth/alg "hash-sha512" is weak'])
  })

  const unkeyed =
    'ERR_KEY_MISSING #/auth "hash-sha256" over a content without a secret proves nothing: anybody can make it'
  test.each([
    ['no secret', { content: '{body}' }],
    ['a secret that may be left out', { content: '{body}[[{secret:KEY}]]' }],
    ['a secret in one of two contents', { contentVariants: ['{secret:KEY}{body}', '{body}'] }],
  ])('with %s proves nothing', (_name, more) => {
    expect(hash(more).said).toEqual([unkeyed])
  })
  test('takes no key', () => {
    expect(hash({ content: '{secret:KEY}', key: { secret: 'KEY' } }).said).toEqual([
      'ERR_KEY_UNUSED #/auth/key "hash-sha256" takes no key: its secret stands in the content',
    ])
  })
  test('is not mixed with what takes one', () => {
    const alg = { from: '{header:a}', map: { a: 'hmac-sha256', b: 'hash-sha256' } }
    expect(hash({ alg, content: '{secret:KEY}', key: { secret: 'KEY' } }).said).toEqual([
      'ERR_ALGORITHM #/auth/alg/map "hmac-sha256" takes a key and "hash-sha256" takes none: they cannot be mixed',
    ])
  })
})

const events: [key: string, expr: string, what: string][] = [
  ['type', '{secret:KEY}', 'the source "secret" cannot be read here'],
  ['type', '{header:x|sha256|hex}', 'the filter "sha256" cannot be used here'],
  ['id', '{now}', 'the source "now" cannot be read here'],
  ['time', '{var:timestamp}', 'the source "var" cannot be read here'],
]
test.each(events)('events.%s cannot read %s', (key, expr, what) => {
  const { said } = planned({ auth: hmac(), events: { [key]: expr } })
  expect(said).toEqual([`ERR_EXPR #/events/${key} ${what} in the expression "${expr}"`])
})

describe('secrets', () => {
  const secretsOf = (config: JsonObject) => planned(config).auth.schemes.map((one) => one.secrets)
  const required = (name: string) => ({ name, optional: false })

  test('are found in keys, contents, checks and conditions, in the order of their use', () => {
    const auth = {
      allOf: [
        hmac({ content: '{secret:SALT}{body}[[{secret:PEPPER}]]' }),
        { switch: [oneCase(token, [{ value: '{header:a}', equals: '{secret:WHO}' }])] },
        { type: 'basic', username: 'USER' },
      ],
    }
    expect(secretsOf({ auth })).toEqual([
      ['KEY', 'SALT', 'PEPPER', 'WHO', 'TOKEN', 'USER', 'password'].map(required),
    ])
  })
  test('are optional where they are declared so', () => {
    const config = { auth: hmac(), secrets: { KEY: { optional: true } } }
    expect(secretsOf(config)).toEqual([[{ name: 'KEY', optional: true }]])
  })
  test('that no proof uses are pointed out', () => {
    const { list } = planned({ auth: hmac(), secrets: { OTHER: {}, KEY: {} } })
    expect(list).toEqual([
      expect.objectContaining({
        code: 'WARN_SECRET_UNUSED',
        severity: 'warning',
        pointer: '#/secrets/OTHER',
        message: 'the secret "OTHER" is declared and no proof uses it',
      }),
    ])
  })
})

describe('schemes', () => {
  test('what is required holds for each of them', () => {
    const { auth } = planned({ auth: { schemes: { a: hmac(), b: token }, require: [token] } })
    expect(auth.named).toBe(true)
    expect(auth.schemes.map(({ name, proof }) => [name, proof.kind])).toEqual([
      ['a', 'allOf'],
      ['b', 'allOf'],
    ])
    expect(auth.schemes[0]?.secrets.map(({ name }) => name)).toEqual(['TOKEN', 'KEY'])
  })
  test('one proof alone is called default', () => {
    const { auth } = planned({ auth: hmac() })
    expect([auth.named, auth.schemes[0]?.name]).toEqual([false, 'default'])
  })

  const unsigned: [name: string, auth: JsonObject, want: boolean][] = [
    ['nothing', none, true],
    ['one way out of two', { switch: [oneCase(hmac())], else: none }, true],
    ['one case out of two', { switch: [oneCase(none)], else: hmac() }, true],
    ['each of all', { allOf: [none, none] }, true],
    ['all of which one is a proof', { allOf: [none, token] }, false],
    ['a switch that refuses the rest', { switch: [oneCase(hmac())], else: 'reject' }, false],
    ['a signature', hmac(), false],
  ]
  test.each(unsigned)('unsigned: %s', (_name, auth, want) => {
    expect(planned({ auth }).auth.schemes[0]?.unsigned).toBe(want)
  })

  const urls: [expr: string, want: boolean][] = [
    ['{url}{body}', true],
    ['{host}', true],
    ['[[{host}]]', true],
    ['{path}{query}', false],
  ]
  test.each(urls)('a proof over %s needs the URL: %s', (content, want) => {
    expect(planned({ auth: hmac({ content }) }).auth.schemes[0]?.needsUrl).toBe(want)
  })
})

function without({ ...node }: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key))
}
