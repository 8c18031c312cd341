/** Reduces a definition's schema to what a validator asserts, in a form that Ajv compiles. */
import type { Definition } from '../../catalog/types.js'
import type { Diagnostics } from '../../diagnostics.js'
import { judgePattern } from '../../patterns/judge.js'
import { joinPointer } from '../../schema/pointer.js'
import {
  type Draft,
  isObject,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
} from '../../schema/types.js'
import { mapSubschemas } from '../../schema/walk.js'
import { FORMATS } from './formats.js'
import { asserts, CALL } from './keywords.js'

/** More levels would overflow the stack, here or in Ajv. */
export const MAX_DEPTH = 256

const LONE_SURROGATE = /[\ud800-\udfff]/u
const LONE_SURROGATES = /[\ud800-\udfff]/gu

const REFERENCE = '#/definitions/'

/** What was made of schemas so far: most of a tolerant definition is the strict one's. */
export type Prepared = Map<JsonObject, JsonSchema>

/** Where a schema stands while it is prepared. */
interface Spot {
  readonly known: Prepared
  readonly draft: Draft
  readonly depth: number
  readonly file: string
  /** Asked for where something is wrong; nearly always nothing is. */
  readonly pointer: () => string
  readonly diagnostics: Diagnostics
}

/** Turns a schema into one with the same verdicts that Ajv takes; each does one thing. */
type Rule = (schema: JsonObject, spot: Spot) => JsonObject

const RULES: readonly (readonly [sentence: string, rule: Rule])[] = [
  ['Annotations, and keywords of other drafts, assert nothing', keepAssertions],
  ['A format that nobody here checks asserts nothing', dropUncheckedFormat],
  ['`nullable` counts beside a type and nowhere else', dropIdleNullable],
  ['An empty `enum` allows no value', refuseEmptyEnum],
  ['A name that Ajv cannot take is matched by a pattern', matchNames],
  [
    'A pattern that does not compile, or cannot be kept from blowing up, is an error',
    checkPatterns,
  ],
  ['A reference calls the function of its definition', callReference],
]

/** The schema as the compiler takes it. Problems are reported; what then comes back still compiles. */
export function prepareSchema(
  definition: Definition,
  diagnostics: Diagnostics,
  known: Prepared = new Map(),
): JsonSchema {
  const { draft, origin, schema } = definition
  const { file } = origin
  const pointer = () => `#${origin.pointer}`
  return prepare(schema, { draft, depth: 0, file, pointer, diagnostics, known })
}

function prepare(schema: JsonSchema, spot: Spot): JsonSchema {
  if (!isObject(schema)) return schema
  if (spot.depth > MAX_DEPTH) {
    const { file } = spot
    const message = `the schema is nested more than ${MAX_DEPTH} levels deep`
    spot.diagnostics.error('ERR_SCHEMA_TOO_DEEP', message, { file }, 'move inner parts to $defs')
    return true
  }
  const known = spot.known.get(schema)
  if (known !== undefined) return known
  const ruled = RULES.reduce((current, [, rule]) => rule(current, spot), schema)
  const prepared = mapSubschemas(ruled, spot.draft, (inner, path) => {
    const pointer = () => joinPointer(spot.pointer(), ...path)
    return prepare(inner, { ...spot, depth: spot.depth + 1, pointer })
  })
  spot.known.set(schema, prepared)
  return prepared
}

function keepAssertions(schema: JsonObject, { draft }: Spot): JsonObject {
  return omit(schema, ...Object.keys(schema).filter((keyword) => !asserts(keyword, draft)))
}

function dropUncheckedFormat(schema: JsonObject): JsonObject {
  const { format } = schema
  return typeof format === 'string' && FORMATS.has(format) ? schema : omit(schema, 'format')
}

/** OpenAPI 3.0.3 says so; Ajv agrees where there is a type, and throws where there is none. */
function dropIdleNullable(schema: JsonObject): JsonObject {
  const counts = schema['nullable'] === true && schema['type'] !== undefined
  return counts ? schema : omit(schema, 'nullable')
}

function refuseEmptyEnum(schema: JsonObject): JsonObject {
  const { enum: values, allOf } = schema
  if (!Array.isArray(values) || values.length > 0) return schema
  return { ...omit(schema, 'enum'), allOf: [...(Array.isArray(allOf) ? allOf : []), { not: {} }] }
}

/** Ajv leaves `__proto__` out, and fails at half of a surrogate pair; patterns can spell both. */
function matchNames(schema: JsonObject): JsonObject {
  const properties = entriesOf(schema['properties'])
  const patterns = entriesOf(schema['patternProperties'])
  const matched = properties.filter(([name]) => name === '__proto__' || LONE_SURROGATE.test(name))
  if (matched.length === 0 && !patterns.some(([name]) => LONE_SURROGATE.test(name))) return schema
  return {
    ...schema,
    properties: Object.fromEntries(properties.filter((entry) => !matched.includes(entry))),
    patternProperties: Object.fromEntries([
      ...patterns.map(([source, one]) => [source.replace(LONE_SURROGATES, escapeUnit), one]),
      ...matched.map(([name, one]) => [`^${name.replace(/[^A-Za-z0-9_]/gu, escapeUnit)}$`, one]),
    ]),
  }
}

function entriesOf(value: JsonValue | undefined): readonly [string, JsonValue][] {
  return isObject(value) ? Object.entries(value) : []
}

/** Each UTF-16 unit of the text as an escape that a pattern may hold. */
function escapeUnit(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

function checkPatterns(schema: JsonObject, { diagnostics, file, pointer }: Spot): JsonObject {
  const { pattern, patternProperties, maxLength } = schema
  const bound = typeof maxLength === 'number' ? maxLength : undefined
  const own = typeof pattern === 'string' ? [[pattern, judgePattern(pattern, bound)] as const] : []
  const named = isObject(patternProperties) ? Object.keys(patternProperties) : []
  const plans = [...own, ...named.map((name) => [name, judgePattern(name)] as const)]
  const broken = plans.filter(([, { kind }]) => kind === 'invalid' || kind === 'refused')
  for (const [source, { kind }] of broken) {
    const place = { file, pointer: pointer() }
    const quoted = `the pattern ${JSON.stringify(source)}`
    if (kind === 'invalid') {
      const message = `${quoted} is not a regular expression of ECMAScript`
      diagnostics.error('ERR_PATTERN_INVALID', message, place)
    } else {
      const message = `${quoted} can take very long on some texts`
      diagnostics.error('ERR_PATTERN_SLOW', message, place, 'write "maxLength" beside it')
    }
  }
  if (broken.length === 0) return schema
  return omit(schema, 'pattern', 'patternProperties')
}

function callReference(schema: JsonObject): JsonObject {
  const { $ref } = schema
  if (typeof $ref !== 'string') return omit(schema, '$ref')
  return { ...omit(schema, '$ref'), [CALL]: $ref.slice(REFERENCE.length) }
}

function omit(schema: JsonObject, ...keywords: readonly string[]): JsonObject {
  if (!keywords.some((keyword) => Object.hasOwn(schema, keyword))) return schema
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !keywords.includes(name)))
}
