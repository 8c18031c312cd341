/** Lists of values that tolerance leaves closed, as they tell events apart. */
import { expect, test } from 'vitest'
import { toleranceOf } from '../../../../generator/emit/tolerance/tolerance.js'
import { build } from '../../catalog/catalog.js'

const open = { type: 'string', $open: ['x', 'y'] }

const places: [name: string, type: string, path: string][] = [
  ['in the payload', '{json:/type}', 'type'],
  ['further inside', '{json:/meta/kind}', 'meta/kind'],
  ['in a part of the name', 'acme.{json:/type}', 'type'],
  ['in two places', '{json:/type}.{json:/state}', 'type,state'],
  ['outside of it', '{header:x-event}', ''],
]

test.each(places)('the type is read %s', async (_name, type, closed) => {
  const Meta = { properties: { kind: { enum: ['a', 'b'] } } }
  const schema = {
    type: 'object',
    required: ['type', 'state', 'meta'],
    properties: {
      type: { enum: ['a', 'b'] },
      state: { enum: ['x', 'y'] },
      meta: { required: ['kind'], $ref: '#/$defs/Meta' },
    },
    $defs: { Meta },
  }
  const { catalog } = await build({ type }, { 'events/all.json': schema })
  const described = JSON.stringify(toleranceOf(catalog).described)
  const lists: [path: string, closed: object, open: object][] = [
    ['type', { type: { enum: ['a', 'b'] } }, { type: { type: 'string', $open: ['a', 'b'] } }],
    ['state', { state: { enum: ['x', 'y'] } }, { state: open }],
    ['meta/kind', { kind: { enum: ['a', 'b'] } }, { kind: { type: 'string', $open: ['a', 'b'] } }],
  ]
  for (const [path, whenClosed, whenOpen] of lists) {
    const isClosed = closed.split(',').includes(path)
    expect(described).toContain(JSON.stringify(isClosed ? whenClosed : whenOpen).slice(1, -1))
  }
})
