/** Coverage: which parts of a delivery a proof authenticates, and nothing more than those. */
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, oneCase, planned } from './planned.js'

const AT = { from: '{header:x-time}' }

/** The parts that the proof covers, of events named by `/type` and told apart by `x-id`. */
function covered(auth: JsonObject, events: JsonObject = { id: '{header:x-id}' }) {
  const { auth: plan, said } = planned({ auth, events })
  expect(said.filter((one) => !one.startsWith('WARN_SWITCH'))).toEqual([])
  const { coverage } = plan.schemes[0] ?? {}
  return Object.entries(coverage ?? {}).flatMap(([part, holds]) => (holds ? [part] : []))
}

const contents: [name: string, content: string, want: string[]][] = [
  ['the body, and the type in it', '{body}', ['body', 'type']],
  ['the body as a hash', '{body|sha256|hex}', ['body', 'type']],
  ['the body in lower case', '{body|lower}', []],
  ['one member of the body', '{body|json:/type}', []],
  ['the body in an optional group', 'a[[{body}]]', []],
  ['the id in its header, in any case', '{header:X-ID}.{body}', ['body', 'type', 'id']],
  ['a part of the id', '{header:x-id|split:-:0}', []],
  ['another header', '{header:x-other}', []],
  ['the type alone', '{json:/type}', ['type']],
  ['the type by a name in other case', '{json:/Type}', []],
  ['the type with another pointer in front', '{json:/data}', []],
  ['the method alone', '{method}', []],
]
test.each(contents)('a signature over %s', (_name, content, want) => {
  expect(covered(hmac({ content }))).toEqual(want)
})

const beside: [content: string, want: string[]][] = [
  // What one value ends with could begin the next.
  ['{header:x-type}{header:x-id}{body}', ['body']],
  ['{header:x-type}.{header:x-id}.{body}', ['body']],
  ['{header:x-type}|{header:x-id}', []],
  ['{header:x-id}\n{json:/a}\n{json:/b}\n{header:x-type}', ['type', 'id']],
  ['{header:x-id}{json:/a}\n{header:x-type}', ['type']],
  ['{header:x-id}[[{header:x-other}]]', []],
  // No header holds a line feed, and a hash has one length.
  ['{header:x-type}\n{header:x-id}\n{body}', ['body', 'type', 'id']],
  ['{header:x-type|sha256|hex}{header:x-id}', ['type', 'id']],
  ['{method}{header:x-id}', []],
  ['{secret:KEY}{header:x-id}', ['id']],
  ['{header:x-id|split:.:0}.{header:x-type}', ['type']],
  // A letter of either case may come out of a filter for the other.
  ['{header:x-type|split:t:0|lower}t{header:x-id}', []],
  ['{header:x-type}\n{header:x-other|lower}\n{header:x-id}', ['type', 'id']],
  ['{url}"{header:x-id}', []],
]
test.each(beside)('of values side by side, %j covers what cannot be moved', (content, want) => {
  const events = { type: '{header:x-type}', id: '{header:x-id}' }
  expect(covered(hmac({ content, allowWeak: true }), events)).toEqual(want)
})

const timed: [content: string, unit: string, want: string[]][] = [
  ['{header:x-id}.{header:x-time}.{body}', 's', ['body', 'timestamp', 'type', 'id']],
  ['{header:x-time}{header:x-id}', 's', ['timestamp', 'id']],
  ['{header:x-id}{header:x-time}{body}', 'iso8601', ['body', 'timestamp', 'type', 'id']],
  ['{header:x-time}{header:x-id}', 'iso8601', []],
]
test.each(timed)('a time has a length of its own: %s in %s', (content, unit, want) => {
  expect(covered(hmac({ content, timestamp: { ...AT, unit } }))).toEqual(want)
})

test('fields that are joined without separators cover no body', () => {
  const events = { type: 'push', format: 'form' }
  const form = (more: JsonObject) => [{ params: 'form', sort: true, ...more }]
  expect(covered(hmac({ content: form({ kv: '', sep: '' }) }), events)).not.toContain('body')
  expect(covered(hmac({ content: form({ kv: '=', sep: '&' }) }), events)).not.toContain('body')
  const encoded = form({ kv: '=', sep: '&', encode: 'uri' })
  expect(covered(hmac({ content: encoded }), events)).toContain('body')
})

const times: [name: string, content: string, want: string[]][] = [
  ['as a variable', '{var:timestamp}', ['timestamp']],
  ['as a variable in an optional group', '[[{var:timestamp}]]', []],
  ['by its header', '{header:X-Time}', ['timestamp']],
  ['not at all', '{method}', []],
]
test.each(times)('a timestamp %s', (_name, content, want) => {
  expect(covered(hmac({ content, timestamp: AT }))).toEqual(want)
})

test('a header that is signed without being the timestamp covers no timestamp', () => {
  expect(covered(hmac({ content: '{header:x-time}' }))).toEqual([])
})

const urls: [content: string, id: string, want: string[]][] = [
  ['{url}', '{query:id}', ['id']],
  ['{url}', '{path}', ['id']],
  ['{query}', '{query:id}', ['id']],
  ['{query}', '{path}', []],
  ['{query:id}', '{query:id}', ['id']],
  ['{query:id}', '{query:ID}', []],
  ['{query:id}', '{query}', []],
  ['{header:x|split:,:0}', '{header:x|split:,:0}', ['id']],
  ['{header:x|split:,:0}', '{header:x|split:,:0|lower}', ['id']],
  ['{header:x|split:,:0}', '{header:x|split:,:1}', []],
]
test.each(urls)('%s and the id at %s', (content, id, want) => {
  expect(covered(hmac({ content }), { type: '{header:x-type}', id })).toEqual(want)
})

test('a constant type needs no proof, and an id that nobody reads has none', () => {
  expect(covered(hmac(), { type: 'push' })).toEqual(['body', 'type'])
})

test('of several contents, what all of them cover', () => {
  const contentVariants = ['{body}{header:x-id}', '{body}', ['{var:timestamp}', '{body}']]
  const proof = { ...hmac({ contentVariants, timestamp: AT }) }
  expect(covered(proof)).toEqual(['body', 'type'])
})

const variants: [contents: string[], want: string[]][] = [
  // What was signed as the second is the first as well, with the time in its id.
  [
    ['{header:x-id}.{body}', '{header:x-time}.{header:x-id}.{body}'],
    ['body', 'type'],
  ],
  [
    ['{header:x-time}.{body}', '{body}'],
    ['body', 'type'],
  ],
  [
    ['{url}{header:x-id}\n{body}', '{url|noPort}{header:x-id}\n{body}'],
    ['body', 'type'],
  ],
  // Alike from one end to what is covered.
  [
    ['{header:x-time}.{header:x-id}\n{url}', '{header:x-time}.{header:x-id}\n{url|noPort}'],
    ['timestamp', 'id'],
  ],
  [
    ['{url}\n{header:x-id}\n{header:x-time}', '{url|noPort}\n{header:x-id}\n{header:x-time}'],
    ['timestamp', 'id'],
  ],
]
test.each(variants)('of %j, what cannot be taken for a part of another', (contents, want) => {
  expect(covered(hmac({ contentVariants: contents, timestamp: AT }))).toEqual(want)
})

test('of contents with a body that is text, one may be the end of another', () => {
  const events = { type: 'push', format: 'text' }
  const contentVariants = ['{header:x-time}.{body}', '{body}']
  expect(covered(hmac({ contentVariants, timestamp: AT }), events)).toEqual(['type'])
})

const body = hmac()
const id = hmac({ content: '{header:x-id}{body}' })
const token = { type: 'bearer' }
const combined: [name: string, auth: JsonObject, want: string[]][] = [
  ['a token covers nothing', token, []],
  ['allOf covers what any of its parts covers', { allOf: [token, id] }, ['body', 'type', 'id']],
  ['anyOf covers what each of its parts covers', { anyOf: [body, id] }, ['body', 'type']],
  ['switch covers what each case covers', { switch: [oneCase(id)], else: body }, ['body', 'type']],
  [
    'a switch that refuses the rest',
    { switch: [oneCase(id)], else: 'reject' },
    ['body', 'type', 'id'],
  ],
  ['a switch whose last resort is a token', { switch: [oneCase(id)], else: token }, []],
]
test.each(combined)('%s', (_name, auth, want) => {
  expect(covered(auth)).toEqual(want)
})

test('Standard Webhooks cover everything', () => {
  const events = { id: '{header:webhook-id}' }
  expect(covered({ type: 'standardWebhooks' }, events)).toEqual(['body', 'timestamp', 'type', 'id'])
})
