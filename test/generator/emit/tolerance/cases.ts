/** Schemas, and what validators make of values: strict ones, and tolerant ones. */
import type { JsonSchema, JsonValue } from '../../../../generator/schema/types.js'

/** `t`: only tolerant ones take it; `b`: both take it; `n`: neither does. */
type Verdict = 't' | 'b' | 'n'
type Row = readonly [value: JsonValue, verdict: Verdict]
export type Schemas = Readonly<Record<string, JsonSchema>>

export const closed = { type: 'object', properties: { a: true }, additionalProperties: false }
const colour = { enum: ['red', 'blue'] }
export const branch = (type: JsonSchema, more: Schemas = {}, required = ['type']) => ({
  type: 'object',
  required,
  properties: { type, ...more },
})

/** Written in this way, as an object with a member of that name could be awaited. */
function conditional(condition: JsonSchema, ...[follows, otherwise = true]: JsonSchema[]) {
  return Object.fromEntries([
    ['if', condition],
    ['then', follows ?? true],
    ['else', otherwise],
  ])
}

export const cases: readonly (readonly [name: string, event: JsonSchema, rows: readonly Row[]])[] =
  [
    [
      'an unknown property',
      closed,
      [
        [{ b: 1 }, 't'],
        [{ a: 1 }, 'b'],
        [1, 'n'],
      ],
    ],
    [
      'an unknown property beside patterns',
      { patternProperties: { '^x-': { type: 'string' } }, additionalProperties: { not: {} } },
      [
        [{ b: 1 }, 't'],
        [{ 'x-a': 1 }, 'n'],
      ],
    ],
    [
      'a property of a map, which is described',
      { type: 'object', additionalProperties: { type: 'string', format: 'date' } },
      [
        [{ a: 1 }, 'n'],
        [{ a: 'soon' }, 't'],
        [{ a: '2024-02-29' }, 'b'],
      ],
    ],
    ['a property that is forbidden by name', { properties: { a: false } }, [[{ a: 1 }, 'n']]],
    ['another item of a tuple', { items: [true], additionalItems: false }, [[[1, 2], 'n']]],
    [
      'a new value of a list',
      colour,
      [
        ['green', 't'],
        ['red', 'b'],
        [1, 'n'],
        [null, 'n'],
      ],
    ],
    [
      'a new value of a list that has others than texts',
      { enum: ['red', 'blue', null, 7] },
      [
        ['green', 't'],
        [null, 'b'],
        [7, 'b'],
        [8, 'n'],
        [{}, 'n'],
      ],
    ],
    [
      'a new value of a list whose type allows more',
      { type: ['string', 'number', 'null'], enum: ['red', 'blue', null] },
      [
        ['green', 't'],
        [null, 'b'],
        [8, 'n'],
      ],
    ],
    [
      'a new value that breaks another rule',
      { ...colour, maxLength: 4, pattern: '^[a-z]*$' },
      [
        ['pink', 't'],
        ['green', 'n'],
        ['PINK', 'n'],
      ],
    ],
    ['a new value where there was one', { enum: ['red'] }, [['blue', 'n']]],
    ['a new value of a constant', { const: 'red' }, [['blue', 'n']]],
    ['a new number', { enum: [1, 2] }, [[3, 'n']]],
    ['a list that its type contradicts', { type: 'integer', enum: ['a', 'b'] }, [['c', 'n']]],
    [
      'a nullable list',
      { type: 'string', nullable: true, enum: ['a', 'b'] },
      [
        ['c', 't'],
        [null, 'n'],
      ],
    ],
    ['a name out of a list', { propertyNames: colour }, [[{ green: 1 }, 't']]],
    [
      'a format',
      { type: 'string', format: 'date' },
      [
        ['soon', 't'],
        [1, 'n'],
      ],
    ],
    [
      'a format of numbers',
      { type: 'integer', format: 'int32' },
      [
        [2 ** 40, 't'],
        [0.5, 'n'],
      ],
    ],
    ['a pattern', { pattern: '^a' }, [['b', 'n']]],
    ['a type', { properties: { a: { type: 'string' } } }, [[{ a: 1 }, 'n']]],
    ['a missing property', { type: 'object', required: ['a'] }, [[{}, 'n']]],
    [
      'two branches of a oneOf',
      { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
      [
        [3, 't'],
        [1, 'b'],
        [0, 'n'],
      ],
    ],
    [
      'a oneOf beside an anyOf',
      { anyOf: [{ minimum: 5 }, { maximum: 3 }], oneOf: [{ minimum: 1 }, { minimum: 2 }] },
      [
        [3, 't'],
        [1, 'b'],
        [4, 'n'],
        [0, 'n'],
      ],
    ],
    [
      'what a not is about',
      { not: closed },
      [
        [{ a: 1 }, 'n'],
        [{ b: 1 }, 'b'],
      ],
    ],
    [
      'what a not lists',
      { not: colour },
      [
        ['red', 'n'],
        ['green', 'b'],
      ],
    ],
    [
      'what an if is about',
      conditional({ required: ['kind'], properties: { kind: colour } }, { required: ['a'] }),
      [
        [{ kind: 'green' }, 'b'],
        [{ kind: 'red' }, 'n'],
      ],
    ],
    [
      'what follows from an if',
      conditional({ required: ['a'] }, { properties: { b: colour } }, closed),
      [
        [{ a: 1, b: 'green' }, 't'],
        [{ b: 1 }, 't'],
        [{ a: 1, b: 1 }, 'n'],
      ],
    ],
    [
      'what has to be contained',
      { contains: colour },
      [
        [['green'], 'n'],
        [['red', 'green'], 'b'],
      ],
    ],
    [
      'a value that names no branch of a union',
      { oneOf: [branch({ enum: ['a', 'b'] }), branch({ enum: ['c', 'd'] })] },
      [
        [{ type: 'e' }, 'n'],
        [{ type: 'a' }, 'b'],
      ],
    ],
    [
      'another list of a branch that a constant names',
      {
        anyOf: [
          branch({ const: 'a' }, { state: { enum: ['on', 'off'] } }, ['type', 'state']),
          branch({ const: 'b' }, { state: { enum: ['up', 'down'] } }, ['type', 'state']),
        ],
      },
      [
        [{ type: 'a', state: 'new' }, 't'],
        [{ type: 'c', state: 'up' }, 'n'],
      ],
    ],
  ]
