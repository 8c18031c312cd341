/** What is written into a place is read from there, and what stood beside it stays. */
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { base64, fromBase64 } from '../../../templates/runtime/expr/encode.js'
import {
  inBody,
  inForm,
  inItem,
  inJson,
  inPart,
} from '../../../templates/runtime/testing/body-places.js'
import {
  attempt,
  type Draft,
  entry,
  inHeader,
  inQuery,
  type Place,
  unlessThere,
} from '../../../templates/runtime/testing/draft.js'
import { putAt } from '../../../templates/runtime/testing/json-members.js'
import {
  inEncoded,
  inMember,
  inPartOf,
  inRest,
} from '../../../templates/runtime/testing/value-places.js'

function draft(body = '{"a":{"n":1,"s":"x"},"l":[{"b":"y"}]}', type = 'application/json'): Draft {
  return {
    method: 'POST',
    url: 'https://h.test/p?q=1',
    headers: new Map([['content-type', type]]),
    body: utf8(body),
    parts: new Map(),
    item: '/l/0',
  }
}

const header = inHeader('x-a')
const places: [name: string, place: Place][] = [
  ['a header', header],
  ['a parameter', inQuery('k')],
  ['the body', inBody],
  ['a member', inJson('/a/b~1c/d')],
  ['a member of an element', inItem('/sig')],
  ['a field', inForm('f')],
  ['a part', inPart('f')],
  ['an encoded text', inEncoded(header, fromBase64, base64)],
  ['a member of an encoded text', inMember(inEncoded(header, fromBase64, base64), '/m')],
  ['the rest of a text', inRest(header, 'Bearer ')],
  ['the second of several', inPartOf(header, '=', 1)],
]

test.each(places)('%s', (_name, place) => {
  const one = draft()
  expect(['x', undefined]).toContain(place === inBody ? undefined : place.read(one))
  place.write(one, 'naïve & 1')
  expect(place.read(one)).toBe('naïve & 1')
})

describe('what stood beside it stays', () => {
  test('in JSON, and a number stays one', () => {
    const one = draft()
    inJson('/a/n').write(one, '2')
    inItem('/c').write(one, 'z')
    expect(JSON.parse(new TextDecoder().decode(one.body))).toEqual({
      a: { n: 2, s: 'x' },
      l: [{ b: 'y', c: 'z' }],
    })
  })
  test('in a form', () => {
    const one = draft('a=1&b=2', 'application/x-www-form-urlencoded; charset=utf-8')
    inForm('b').write(one, '3')
    expect(new TextDecoder().decode(one.body)).toBe('a=1&b=3')
  })
  test('in the URL', () => {
    const one = draft()
    inQuery('k').write(one, '&')
    expect(one.url).toBe('https://h.test/p?q=1&k=%26')
  })
  test('in one text of several parts', () => {
    const one = draft()
    inPartOf(header, '=', 1).write(one, 'b')
    inPartOf(header, '=', 0).write(one, 'a')
    expect(header.read(one)).toBe('a=b')
  })
})

test('an entry goes behind those that are there, and behind those that are passed over', () => {
  const one = draft()
  entry(header, { split: ',', prefix: 't=' })(one, '1')
  entry(header, { split: ',' })(one, '2', 'v1=')
  expect(header.read(one)).toBe('t=1,v1=2')
  entry(inHeader('x-b'), { split: ' ', skip: 2 })(one, 's')
  expect(one.headers.get('x-b')).toBe('x x s')
})

test('what is there already may be left as it is', () => {
  const one = draft()
  unlessThere(inJson('/a/s'))(one, 'other')
  unlessThere(inJson('/a/t'))(one, 'new')
  expect(inJson('/a/s').read(one)).toBe('x')
  expect(inJson('/a/t').read(one)).toBe('new')
})

test('work that fails leaves nothing behind', async () => {
  const one = draft()
  const failure = await attempt(one, async (copy) => {
    header.write(copy, 'half')
    inBody.write(copy, 'half')
    throw new TypeError('no')
  })
  expect(failure).toEqual(new TypeError('no'))
  expect(header.read(one)).toBeUndefined()
  expect(one.body).toEqual(draft().body)
})

test('nothing can be put into what is no object', () => {
  expect(() => putAt({ a: 'x' }, '/a/b', 'y')).toThrow(
    new TypeError('nothing can be put at /b: what is there is no object'),
  )
  expect(putAt({ a: 1 }, '/__proto__/b', 'y')).toEqual(JSON.parse('{"a":1,"__proto__":{"b":"y"}}'))
})

test('a body of several parts that was given cannot be written into', () => {
  const one = draft('--b', 'multipart/form-data; boundary=b')
  expect(() => inPart('f').write(one, 'x')).toThrow(/leave it out/)
})
