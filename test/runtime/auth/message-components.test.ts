/** What stands in a signature base for each component of a request. */
import { expect, test } from 'vitest'
import { componentValue } from '../../../templates/runtime/auth/message-components.js'
import { parseItem } from '../../../templates/runtime/auth/parse-structured-fields.js'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { readHead } from '../../../templates/runtime/delivery-input.js'

const URL_OF_ALL =
  'HTTPS://WWW.Example.com:443/path/%7Euser?param=value&foo=bar&baz=bat%2Dman&a&a#x'

function valueBehind(identifier: string, url: string | undefined = URL_OF_ALL): string | undefined {
  const headers: [string, string][] = [
    ['X-Spaced', '  a  '],
    ['x-twice', 'one'],
    ['X-Twice', 'two'],
    ['x-dict', ' a=1,   b;x=y , c=(1   "2");z,  d=?0, e=:AAECAw==:, f=1.50, g=-0, h="\\"" '],
    ['priority', 'u=1,   i'],
    ['x-latin', 'd\u00e9j\u00e0'],
    ['x-empty', ''],
  ]
  const item = parseItem(identifier)
  if (item === undefined) return 'no identifier'
  return componentValue(createDelivery(readHead({ url, headers }, []), new Uint8Array()), item)
}

const cases: [identifier: string, want: string | undefined][] = [
  ['"@method"', 'POST'],
  ['"@target-uri"', URL_OF_ALL.slice(0, -2)],
  ['"@authority"', 'www.example.com'],
  ['"@scheme"', 'https'],
  ['"@path"', '/path/%7Euser'],
  ['"@query"', '?param=value&foo=bar&baz=bat%2Dman&a&a'],
  ['"@request-target"', '/path/%7Euser?param=value&foo=bar&baz=bat%2Dman&a&a'],
  ['"@query-param";name="baz"', 'bat-man'],
  ['"@query-param";name="a"', undefined],
  ['"@query-param";name="none"', undefined],
  ['"@query-param"', undefined],
  ['"@query-param";name=baz', undefined],
  ['"@query-param";name="baz";req', undefined],
  ['"@status"', undefined],
  ['"@unknown"', undefined],
  ['"@method";req', undefined],
  ['"x-spaced"', 'a'],
  ['"X-Spaced"', undefined],
  ['"x-twice"', 'one, two'],
  ['"x-empty"', ''],
  ['"x-none"', undefined],
  ['"x spaced"', undefined],
  ['"x-twice";bs', ':b25l:, :dHdv:'],
  ['"x-latin";bs', ':ZOlq4A==:'],
  ['"x-twice";bs=?0', undefined],
  ['"x-twice";bs;sf', undefined],
  ['"x-spaced";req', undefined],
  ['"x-spaced";tr', undefined],
  ['"x-spaced";other', undefined],
  ['"x-dict";sf', undefined],
  ['"priority";sf', 'u=1, i'],
  ['"x-twice";sf', undefined],
  ['"x-dict";key="a"', '1'],
  ['"x-dict";key="b"', '?1;x=y'],
  ['"x-dict";key="c"', '(1 "2");z'],
  ['"x-dict";key="d"', '?0'],
  ['"x-dict";key="e"', ':AAECAw==:'],
  ['"x-dict";key="f"', '1.5'],
  ['"x-dict";key="g"', '0'],
  ['"x-dict";key="h"', '"\\""'],
  ['"x-dict";key="none"', undefined],
  ['"x-dict";key=a', undefined],
]

test.each(cases)('%s', (identifier, want) => {
  expect(valueBehind(identifier)).toBe(want)
})

const urls: [identifier: string, url: string | undefined, want: string | undefined][] = [
  ['"@authority"', 'http://a.test:80/', 'a.test'],
  ['"@authority"', 'http://a.test:443/', 'a.test:443'],
  ['"@authority"', 'https://a.test:8443/', 'a.test:8443'],
  ['"@authority"', '/only/a/path', undefined],
  ['"@scheme"', '/only/a/path', undefined],
  ['"@target-uri"', '/only/a/path', undefined],
  ['"@path"', '/only/a/path', '/only/a/path'],
  ['"@path"', 'https://a.test', '/'],
  ['"@query"', 'https://a.test/x', '?'],
  ['"@query-param";name="fa%C3%A7ade%22%3A%20"', '/?fa%C3%A7ade%22%3A%20=1', '1'],
  ['"@query-param";name="a"', "/?a=with+plus%20and(!'*~)", 'with%20plus%20and%28%21%27*%7E%29'],
]

test.each(urls)('%s of %s', (identifier, url, want) => {
  expect(valueBehind(identifier, url)).toBe(want)
})

test.each([
  '"@query"',
  '"@path"',
  '"@request-target"',
  '"@target-uri"',
  '"@authority"',
  '"@scheme"',
])('%s is absent where the delivery has no URL', (identifier) => {
  const item = parseItem(identifier)
  const head = readHead({ headers: {} }, [])
  expect(item && componentValue(createDelivery(head, new Uint8Array()), item)).toBeUndefined()
})
