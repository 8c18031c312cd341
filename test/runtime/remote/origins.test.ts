/** Where keys may be asked for. */
import { expect, test } from 'vitest'
import { createRemote, resolveOrigin } from '../../../templates/runtime/remote/origins.js'

const HOW = 'keyOrigins maps an origin, such as https://api.example.com, to another'
const UNSAFE = 'keyOrigins takes https, and http on a loopback address only'

test.each([
  ['a path', { 'https://a.example/x': 'https://b.example' }, HOW],
  ['no URL', { 'https://a.example': 'b.example' }, HOW],
  ['a user', { 'https://a.example': 'https://u:p@b.example' }, HOW],
  ['http', { 'https://a.example': 'http://b.example' }, UNSAFE],
  [
    'a host that begins as the loopback does',
    { 'https://a.example': 'http://localhost.b.example' },
    UNSAFE,
  ],
  ['a file', { 'https://a.example': 'file:///' }, HOW],
])('keyOrigins with %s is a mistake', (_name, keyOrigins, message) => {
  expect(() => createRemote({ keyOrigins }, [])).toThrow(new TypeError(message))
})

test('a fetch that is none is a mistake', () => {
  // @ts-expect-error TS2322: what plain JavaScript may pass.
  expect(() => createRemote({ fetch: 'fetch' }, [])).toThrow(
    new TypeError('fetch must be a function'),
  )
})

const keyOrigins = {
  'https://a.example': 'http://127.0.0.1:8080',
  'https://b.example/': 'https://c.example',
}
const remote = createRemote({ keyOrigins }, ['a.example', 'sns.*.amazonaws.com'])

test.each([
  ['https://a.example/x?y=1', 'http://127.0.0.1:8080/x?y=1'],
  ['https://b.example/x', 'https://c.example/x'],
  ['https://other.example/x', 'https://other.example/x'],
  ['https://u@a.example/x', undefined],
  ['https://other.example:8443/x', undefined],
  ['http://other.example/x', undefined],
  ['nothing', undefined],
])('%s is asked at %s', (given, want) => {
  expect(resolveOrigin(given, remote)?.href).toBe(want)
})

const ELSEWHERE = 'no key comes from there: did you mean https://a.example'

test.each([
  ['https://a.example', undefined],
  ['https://a.example/', undefined],
  ['https://sns.eu-1.amazonaws.com', undefined],
  [
    'https://sns.eu.west.amazonaws.com',
    'no key comes from there: did you mean https://sns.*.amazonaws.com?',
  ],
  ['https://a.exmaple', `${ELSEWHERE}?`],
  [
    'https://sns.amazonaws.com',
    'no key comes from there: did you mean https://sns.*.amazonaws.com?',
  ],
  ['https://a.example:8443', `${ELSEWHERE}?`],
  ['http://localhost', `${ELSEWHERE}, https://sns.*.amazonaws.com?`],
])('whether a key is asked for at %s', (origin, want) => {
  expect(remote.objection(origin)).toBe(want)
})

test('where the provider has no host, no origin has a key', () => {
  const want = 'no key comes from an origin of the provider'
  expect(createRemote({}, []).objection('https://a.example')).toBe(want)
})
