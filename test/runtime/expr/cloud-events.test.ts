/** Attributes of CloudEvents in headers have the kinds that schemas give them. */
import { expect, test } from 'vitest'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { type AttributeKinds, cloudEvents } from '../../../templates/runtime/expr/cloud-events.js'
import { viewHeaders } from '../../../templates/runtime/headers.js'

function read(name: string, value: string, kinds: AttributeKinds): unknown {
  const headers = viewHeaders([
    ['ce-specversion', '1.0'],
    ['ce-id', '1'],
    ['ce-source', '/a'],
    ['ce-type', 'a'],
    [`ce-${name}`, value],
  ])
  const head = { method: 'POST', url: undefined, headers, platform: [] }
  const [item] = cloudEvents(createDelivery(head, utf8('')), ['binary'], kinds)
  return Reflect.get(Object(item?.value), name)
}

const rows: readonly (readonly [text: string, kind: AttributeKinds[string], want: unknown])[] = [
  ['7', 'integer', 7],
  ['-12', 'integer', -12],
  ['007', 'integer', '007'],
  ['1.5', 'integer', '1.5'],
  ['9007199254740993', 'integer', '9007199254740993'],
  ['1.5', 'number', 1.5],
  ['1e5', 'number', '1e5'],
  ['true', 'boolean', true],
  ['false', 'boolean', false],
  ['True', 'boolean', 'True'],
  ['7', 'string', '7'],
  ['7', { a: 'integer', b: 'string' }, 7],
  ['7', { b: 'integer' }, '7'],
]
test.each(rows)('%s as %j', (text, kind, want) => {
  expect(read('seq', text, { seq: kind })).toBe(want)
})

test('what no schema speaks of is text', () => {
  expect(read('seq', '7', {})).toBe('7')
  expect(read('constructor', '7', {})).toBe('7')
})
