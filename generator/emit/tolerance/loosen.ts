/** Reads a schema tolerantly: what a newer version of the provider may well send passes. */
import { type Draft, isObject, type JsonObject, type JsonSchema } from '../../schema/types.js'
import { mapSubschemas } from '../../schema/walk.js'

/** Beside `type: string`: the values that the schema lists, of which there may be more by now. */
export const OPEN = '$open'

/** To accept more in one of these would be to refuse more outside. */
export const AVERTED: ReadonlySet<string> = new Set(['contains', 'if', 'not'])

export interface LoosenOptions {
  readonly draft: Draft
  /** The lists of values that tell the branches of a union apart: by the schema that holds them. */
  readonly marks: ReadonlySet<JsonObject>
  /** Called with each reference that is read tolerantly; what it returns takes its place. */
  readonly refer: (reference: string) => string
}

/** Accepts what the given schema accepts, and more; gives it back as it is where it has no effect. */
type Rule = (schema: JsonObject, isMark: boolean) => JsonObject

const RULES: readonly (readonly [sentence: string, rule: Rule])[] = [
  ['A property that the schema does not know passes', passUnknown],
  ['A format advises', dropFormat],
  ['A list of texts is open, unless it tells the branches of a union apart', openList],
  ['`oneOf` is read as `anyOf`', readOneOf],
]

export interface Loosened {
  readonly schema: JsonSchema
  /** Whether any rule had an effect. What is referred to does not count. */
  readonly changed: boolean
}

/** The schema with every rule applied, at every depth where that makes it accept more. */
export function loosen(schema: JsonSchema, { draft, marks, refer }: LoosenOptions): Loosened {
  let changed = false
  const visit = (current: JsonSchema): JsonSchema => {
    if (!isObject(current)) return current
    const isMark = marks.has(current)
    const ruled = RULES.reduce((before, [, rule]) => rule(before, isMark), current)
    changed ||= ruled !== current
    const { $ref } = ruled
    const target = typeof $ref === 'string' ? refer($ref) : undefined
    const referring = target === undefined || target === $ref ? ruled : { ...ruled, $ref: target }
    return mapSubschemas(referring, draft, (inner, [keyword = '']) =>
      AVERTED.has(keyword) ? inner : visit(inner),
    )
  }
  return { schema: visit(schema), changed }
}

function passUnknown(schema: JsonObject): JsonObject {
  const closing = ['additionalProperties', 'unevaluatedProperties'].filter((keyword) =>
    isNever(schema[keyword]),
  )
  return closing.length === 0 ? schema : omit(schema, ...closing)
}

/** `false`, and how it is written where a draft or a tool knows no boolean schemas. */
function isNever(schema: JsonObject[string] | undefined): boolean {
  if (!isObject(schema)) return schema === false
  const { not, ...others } = schema
  const isEverything = not === true || (isObject(not) && Object.keys(not).length === 0)
  return isEverything && Object.keys(others).length === 0
}

function dropFormat(schema: JsonObject): JsonObject {
  return schema['format'] === undefined ? schema : omit(schema, 'format')
}

function openList(schema: JsonObject, isMark: boolean): JsonObject {
  const { allOf, const: only, enum: values, type } = schema
  if (isMark || only !== undefined || !Array.isArray(values)) return schema
  const texts = [...new Set(values.filter((value) => typeof value === 'string'))]
  const allowsTexts = type === undefined || [type].flat().includes('string')
  if (texts.length < 2 || !allowsTexts) return schema
  const open = { type: 'string', [OPEN]: texts }
  const others = values.filter((value) => typeof value !== 'string')
  if (others.length === 0) return { ...omit(schema, 'enum', 'nullable'), ...open }
  const list = { anyOf: [open, { enum: others }] }
  return { ...omit(schema, 'enum'), allOf: [...(Array.isArray(allOf) ? allOf : []), list] }
}

function readOneOf(schema: JsonObject): JsonObject {
  const { allOf, anyOf, oneOf } = schema
  if (!Array.isArray(oneOf)) return schema
  const rest = omit(schema, 'oneOf')
  if (anyOf === undefined) return { ...rest, anyOf: oneOf }
  return { ...rest, allOf: [...(Array.isArray(allOf) ? allOf : []), { anyOf: oneOf }] }
}

function omit(schema: JsonObject, ...keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !keywords.includes(name)))
}
