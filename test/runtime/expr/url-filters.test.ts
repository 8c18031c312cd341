/** The filters over URLs: cut and added text, and queries written anew. */
import { describe, expect, test } from 'vitest'
import { percentDecode } from '../../../templates/runtime/expr/percent.js'
import { qsh } from '../../../templates/runtime/expr/qsh.js'
import { addPort, legacyQs, noPort, noQuery } from '../../../templates/runtime/expr/url-filters.js'
import { delivery } from './deliveries.js'

describe('ports', () => {
  test.each([
    ['https://a.example:8443/p?q=1', 'https://a.example/p?q=1', 'https://a.example:8443/p?q=1'],
    ['https://a.example/p', 'https://a.example/p', 'https://a.example:443/p'],
    ['http://a.example', 'http://a.example', 'http://a.example:80'],
    ['https://u:1@a.example/p', 'https://u:1@a.example/p', 'https://u:1@a.example:443/p'],
    ['https://[::1]:8443/', 'https://[::1]/', 'https://[::1]:8443/'],
    ['https://[::1]/', 'https://[::1]/', 'https://[::1]:443/'],
    [
      'https://A.example:443/%7e/../p?x=a:1',
      'https://A.example/%7e/../p?x=a:1',
      'https://A.example:443/%7e/../p?x=a:1',
    ],
    [
      "https://a.example/it's?n=it's+me&m=?'",
      "https://a.example/it's?n=it%27s+me&m=?%27",
      "https://a.example:443/it's?n=it%27s+me&m=?%27",
    ],
    ["https://a.example?n='", 'https://a.example?n=%27', 'https://a.example:443?n=%27'],
  ])('%s', (url, without, with_) => {
    expect(noPort(url)).toBe(without)
    expect(addPort(url)).toBe(with_)
  })

  test.each(['/p', 'ftp://a.example/', ''])('%j is no URL of the web, and absent', (text) => {
    expect(noPort(text)).toBeUndefined()
    expect(addPort(text)).toBeUndefined()
  })
})

test.each([
  ['https://a.example/p?b=1?c', 'https://a.example/p'],
  ['https://a.example/p', 'https://a.example/p'],
])('noQuery of %s', (url, want) => {
  expect(noQuery(url)).toBe(want)
})

test.each([
  ['https://a.example/p?a=x+y&b=%7E', 'https://a.example/p?a=x%20y&b=~'],
  ['https://a.example/p?n=O%27Brien', "https://a.example/p?n=O'Brien"],
  ['https://a.example/p?n=%28%21%2A%29', 'https://a.example/p?n=(!*)'],
  ['https://a.example/p?n=%2B%26%3d%2F', 'https://a.example/p?n=%2B%26%3D%2F'],
  ['https://a.example/p?b=1&a=2&b=3&flag', 'https://a.example/p?b=1&a=2&b=3&flag='],
  ['https://a.example/p', 'https://a.example/p'],
  ['https://a.example/p?', 'https://a.example/p?'],
])('legacyQs of %s', (url, want) => {
  expect(legacyQs(url)).toBe(want)
})

describe('percentDecode', () => {
  test.each([
    ['a%20b%2Fc', undefined, 'a b/c'],
    ['a%20b%2Fc%3a', '/:', 'a%20b/c:'],
    ['%c3%a9%2F', '/', '%c3%a9/'],
    ['%C3%A9', 'é', 'é'],
    ['100', '/', '100'],
    ['%zz', '/', '%zz'],
  ])('%s of %s', (text, only, want) => {
    expect(percentDecode(text, only)).toBe(want)
  })

  test.each(['%zz', '%', '%ff'])('%s is malformed, and absent', (text) => {
    expect(percentDecode(text)).toBeUndefined()
  })

  test('bytes that are not UTF-8 are absent even where they are not meant', () => {
    expect(percentDecode('%ff%2F', '/')).toBeUndefined()
  })

  test('what is absent stays absent', () => {
    expect([percentDecode(undefined), noQuery(undefined), legacyQs(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('qsh', () => {
  const of = (url: string, base?: string) => qsh(delivery({ method: 'get', url }), url, base)

  test.each([
    // The example of Atlassian's documentation on query string hashes.
    [
      'https://a.example/path/to/service?zee_last=param&repeated=parameter%201&first=param&repeated=parameter%202',
      'GET&/path/to/service&first=param&repeated=parameter%201,parameter%202&zee_last=param',
    ],
    ['https://a.example', 'GET&/&'],
    ['https://a.example/p/?jwt=x.y.z', 'GET&/p&'],
    ['https://a.example/a&b?x=a+b&y=!*', 'GET&/a%26b&x=a%20b&y=%21%2A'],
    ['https://a.example/p?b=2&b=1&a-x=1&a=2', 'GET&/p&a=2&a-x=1&b=1,2'],
  ])('%s', (url, want) => {
    expect(of(url)).toBe(want)
  })

  test('the base path of the app is no part of it, and must be there', () => {
    expect(of('https://a.example/app/p?x=1', '/app')).toBe('GET&/p&x=1')
    expect(of('https://a.example/p?x=1', '/app')).toBeUndefined()
  })
})
