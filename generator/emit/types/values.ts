/** The types of `const` and `enum`: literals, up to a number that a compiler bears. */
import { json, propertyKey } from '../../print/literals.js'
import { isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { OPEN } from '../tolerance/loosen.js'
import { type Kind, type Kinds, kindOf } from './kinds.js'
import { NEVER, type TypeNode, unionOf } from './node.js'

/** A longer list becomes the type of its members: editors and compilers choke on such unions. */
export const MAX_LITERALS = 2000

/** The listed values, of the kinds that are allowed; `undefined` where none are listed. */
export function valuesType(schema: JsonObject, allowed: Kinds): TypeNode | undefined {
  const { const: only, enum: values, [OPEN]: open } = schema
  if (Array.isArray(open)) return openType(open, allowed)
  const listed = only === undefined ? values : [only]
  if (!Array.isArray(listed)) return undefined
  const possible = listed.filter((value) => allowed.has(kindOf(value)))
  if (possible.length > MAX_LITERALS) return tooMany(possible)
  const literals = [...new Set(possible.map(literalType))]
  return literals.length === 0 ? NEVER : { tsType: literals.join(' | ') }
}

/** Any text. The listed ones stay visible, as what editors propose and what a switch may compare. */
function openType(values: readonly JsonValue[], allowed: Kinds): TypeNode {
  if (!allowed.has('string')) return NEVER
  if (values.length > MAX_LITERALS) return tooMany(values)
  return { tsType: `(${values.map(literalType).join(' | ')} | (string & {}))` }
}

function tooMany(values: readonly JsonValue[]): TypeNode {
  const kinds = [...new Set(values.map(kindOf))]
  const description = `One of ${values.length} values, too many to list; the validator knows them.`
  return { ...unionOf(kinds.map((kind) => ({ tsType: KEYWORDS[kind] }))), description }
}

/** The widest type of each kind. */
const KEYWORDS: Readonly<Record<Kind, string>> = {
  array: 'unknown[]',
  boolean: 'boolean',
  null: 'null',
  number: 'number',
  object: '{ [k: string]: unknown }',
  string: 'string',
}

/** A literal type. Lists are tuples, and objects have exactly the members of the value. */
function literalType(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(literalType).join(', ')}]`
  if (!isObject(value)) return json(value)
  const members = Object.entries(value).map(
    ([name, member]) => `${propertyKey(name)}: ${literalType(member)}`,
  )
  return `{ ${members.join('; ')} }`
}
