/** publicUrl: scheme, host and mount prefix; path and query stay as they were sent. */
import { expect, test } from 'vitest'
import { applyPublicUrl, checkPublicUrl } from '../../templates/runtime/public-url.js'

const applied: [publicUrl: string, request: string, want: string][] = [
  ['https://a.test', 'http://10.0.0.1:3000/hook?x=%20#f', 'https://a.test/hook?x=%20'],
  ['https://a.test/', '/hook?x=1', 'https://a.test/hook?x=1'],
  ['https://a.test/in', '/hook', 'https://a.test/in/hook'],
  ['https://a.test/in/', 'http://b.test/in/hook?y', 'https://a.test/in/hook?y'],
  ['https://a.test/in', 'http://b.test/in?y=1', 'https://a.test/in?y=1'],
  ['https://a.test/in', 'http://b.test/in', 'https://a.test/in'],
  ['https://a.test/in', '/inner', 'https://a.test/in/inner'],
  ['https://a.test:8443', 'http://b.test?x=1', 'https://a.test:8443?x=1'],
  ['https://a.test', '/a/../b//c?u=http://b.test/', 'https://a.test/a/../b//c?u=http://b.test/'],
]
test.each(applied)('%s for %s', (publicUrl, request, want) => {
  expect(applyPublicUrl(checkPublicUrl(publicUrl), request)).toBe(want)
})

test.each([
  '',
  'a.test',
  '/hooks',
  'ftp://a.test',
  'https://a.test/?a=1',
  'https://a.test/#a',
  'https://u:p@a.test',
  'https://a.test/a b',
])('%j is refused', (publicUrl) => {
  expect(() => checkPublicUrl(publicUrl)).toThrow(
    new TypeError(
      'publicUrl must be scheme, host and mount prefix, such as https://example.com/hooks',
    ),
  )
})
