/** Handshakes: what one may not do is said where it stands. */
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../generator/schema/types.js'
import { planned } from './planned.js'

const TOKEN = { type: 'bearer', secret: 'TOKEN' }
const HELLO = [{ value: '{header:x-hello}', present: true }]

function handshake(more: JsonObject): JsonObject {
  return {
    name: 'hello',
    method: 'POST',
    verify: 'none',
    match: HELLO,
    respond: { status: 200 },
    ...more,
  }
}

function said(more: JsonObject, config: JsonObject = {}) {
  return planned({ auth: TOKEN, handshakes: [handshake(more)], ...config }).said
}

const body = (value: JsonObject | string, headers: JsonObject = {}) => {
  return { respond: { status: 200, headers, body: value } }
}

const wrong: [name: string, handshake: JsonObject, ...said: string[]][] = [
  [
    'without a match it would take every event',
    { match: [] },
    'ERR_HANDSHAKE_MATCH #/handshakes/0 without "match" the handshake would answer every POST, and no event would arrive',
  ],
  [
    'verified or not',
    { match: [], verify: 'auth' },
    'ERR_HANDSHAKE_MATCH #/handshakes/0 without "match" the handshake would answer every POST, and no event would arrive',
  ],
  [
    'unverified, it would hand out a secret',
    body({ a: ['{secret:TOKEN}'] }),
    'ERR_HANDSHAKE_SECRET #/handshakes/0/respond an unverified handshake would answer with a secret',
  ],
  [
    'also in a header, and in an optional group',
    body('x', { 'x-a': 'a[[{secret:TOKEN}]]' }),
    'ERR_HANDSHAKE_SECRET #/handshakes/0/respond an unverified handshake would answer with a secret',
  ],
  [
    'a header whose name is none',
    body('x', { 'x\r\nset-cookie': 'a' }),
    'ERR_HANDSHAKE_HEADER #/handshakes/0/respond/headers/x\r\nset-cookie "x\\r\\nset-cookie" is not a header name',
  ],
  [
    'one header in two cases',
    body('x', { 'X-A': 'a', 'x-a': 'b' }),
    'ERR_HANDSHAKE_HEADER #/handshakes/0/respond/headers/x-a two headers of the answer are called "x-a"',
  ],
  [
    'a page that shows what was sent',
    body('<b>{query:c}</b>', { 'Content-Type': 'text/html' }),
    'ERR_HANDSHAKE_REFLECTS #/handshakes/0/respond/headers/Content-Type what a request brings must be answered as plain text or JSON',
  ],
  [
    'a type that the request chooses',
    body({ a: ['{query:c}'] }, { 'content-type': '{header:accept}' }),
    'ERR_HANDSHAKE_REFLECTS #/handshakes/0/respond/headers/content-type what a request brings must be answered as plain text or JSON',
  ],
  [
    'a mistake in each part',
    {
      match: [{ value: '{a}', present: true }],
      guard: [{ value: '{b}', matches: '(a+)+' }],
      ...body({ 'k/': '{c}' }),
    },
    'ERR_EXPR #/handshakes/0/match/0/value unknown source "a" in the expression "{a}"',
    'ERR_EXPR #/handshakes/0/guard/0/value unknown source "b" in the expression "{b}"',
    'ERR_PATTERN #/handshakes/0/guard/0/matches a repetition that can go on in several ways: "(a+)+"',
    'ERR_EXPR #/handshakes/0/respond/body/k~1 unknown source "c" in the expression "{c}"',
  ],
]
test.each(wrong)('%s', (_name, more, ...want) => {
  expect([...said(more)].sort()).toEqual([...want].sort())
})

const right: [name: string, handshake: JsonObject, config?: JsonObject][] = [
  ['a probe by a method that no event has', { method: 'HEAD', match: [] }],
  ['a probe by GET', { method: 'GET', match: [] }],
  ['a verified answer with a secret of the scheme', { verify: 'auth', ...body('{secret:TOKEN}') }],
  ['an echo', body('{query:c}')],
  [
    'an echo as JSON',
    body({ c: '{query:c}' }, { 'content-type': 'application/json; charset=utf-8' }),
  ],
  ['an echo as plain text', body('{query:c}', { 'content-type': 'text/plain' })],
  ['a page that shows nothing', body('<b>fine</b>', { 'content-type': 'text/html' })],
]
test.each(right)('%s is fine', (_name, more, config) => {
  expect(said(more, config)).toEqual([])
})

test('an event by GET is not taken by a probe without a match', () => {
  expect(said({ method: 'GET', match: [] }, { methods: ['POST', 'GET'] })).toHaveLength(1)
})

test('two handshakes of one name are told apart by nobody', () => {
  const handshakes = [handshake({}), handshake({ method: 'GET' })]
  expect(planned({ auth: TOKEN, handshakes }).said).toEqual([
    'ERR_HANDSHAKE_NAME #/handshakes/1/name two handshakes are called "hello"',
  ])
})

const stages: [handshake: JsonObject, want: string][] = [
  [{}, 'head'],
  [body('{query:c}'), 'head'],
  [body('{json:/c}'), 'body'],
  [{ match: [{ value: '{json:/type}', equals: 'x' }] }, 'body'],
  [{ guard: [{ value: '{header:a}', equals: '{form:b}' }] }, 'body'],
  [{ verify: 'auth' }, 'body'],
]
test.each(stages)('%j is answered with the %s', (more, want) => {
  const { handshakes } = planned({ auth: TOKEN, handshakes: [handshake(more)] })
  expect(handshakes[0]?.stage).toBe(want)
})
