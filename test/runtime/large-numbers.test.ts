/** Numbers beyond a double are never read as Infinity. */
import { expect, test } from 'vitest'
import { PayloadMalformed } from '../../templates/runtime/errors.js'
import { parseJson } from '../../templates/runtime/payload.js'

const refused = [
  '1e400',
  '[-1e400]',
  '{"n":1E+309}',
  '{"a":[{"b":1.5e309}]}',
  `{"n":${'9'.repeat(310)}}`,
  `[${'9'.repeat(250)}e60]`,
  `[0.5,${'1'.repeat(211)}e99]`,
  '1e0000400',
]
test.each(refused)('%s', (text) => {
  expect(() => parseJson(text)).toThrow(PayloadMalformed)
})

const taken = [
  '1e308',
  '1e-400',
  '{"sha":"5e1234"}',
  `{"text":"${'9'.repeat(400)}"}`,
  `[${'9'.repeat(308)}]`,
  `[0.${'1'.repeat(400)}]`,
  '{"note":"1e400"}',
]
test.each(taken)('%s is taken', (text) => {
  expect(parseJson(text)).toEqual(JSON.parse(text))
})
