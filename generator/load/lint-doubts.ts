/** Points out schemas that are right by the letter, and hardly what their authors mean. */
import { isDeepStrictEqual } from 'node:util'
import { ASSERTIONS, HOLDING_KEYWORDS, isKnownKeyword } from '../schema/keyword-names.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../schema/types.js'
import type { Reporter } from './reporter.js'

/** Keywords beside which an empty object need not be valid. */
const DEMANDS = ['$ref', 'allOf', 'anyOf', 'const', 'enum', 'if', 'minProperties', 'not', 'oneOf']

/** Longer lists are compared by nobody. */
const MOST_VALUES = 200

/** Reports what is doubtful about one schema object itself. */
export function lintDoubts(schema: JsonObject, pointer: string, reporter: Reporter): void {
  const warn = (code: string, keyword: string, message: string): void =>
    reporter.warning(code, message, { pointer: joinPointer(pointer, keyword) })
  const { enum: values, nullable, type, oneOf } = schema
  if (Array.isArray(values) && hasDoubles(values)) {
    warn('WARN_ENUM_DOUBLE', 'enum', 'a value of "enum" stands there twice')
  }
  if (nullable === true && type === undefined) {
    const message = '"nullable" counts beside a "type" and nowhere else: it is ignored here'
    warn('WARN_NULLABLE_IGNORED', 'nullable', message)
  }
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : undefined
  const initial = schema['default']
  if (initial !== undefined && types !== undefined && !types.some((one) => isOf(initial, one))) {
    const message = 'the value of "default" does not have the type that stands beside it'
    warn('WARN_DEFAULT_TYPE', 'default', message)
  }
  if (Array.isArray(oneOf) && oneOf.filter(takesEmptyObject).length > 1) {
    const message = 'several branches of "oneOf" take an empty object, so the whole refuses it'
    warn('WARN_ONE_OF_AMBIGUOUS', 'oneOf', message)
  }
}

/** Reports what is doubtful about the schema of a file. */
export function lintRoot(schema: JsonSchema, pointer: string, reporter: Reporter): void {
  if (schema === false) {
    const message = 'the schema "false" allows no value: such an event is never valid'
    reporter.warning('WARN_SCHEMA_IMPOSSIBLE', message, { pointer })
  }
  if (isObject(schema) && isSample(schema)) {
    const message =
      'no keyword of JSON Schema stands here, so everything is valid: it looks like an event itself'
    const hint =
      'describe its members under "properties"; the event itself can stand under "examples"'
    reporter.warning('WARN_SCHEMA_SAMPLE', message, { pointer, hint })
  }
}

/** Members that no draft knows, and none that says anything of a value, or where something is said. */
function isSample(schema: JsonObject): boolean {
  const keys = Object.keys(schema)
  const says = (key: string) =>
    Object.hasOwn(ASSERTIONS, key) || HOLDING_KEYWORDS.has(key) || /^\$.*ref$/i.test(key)
  // One alone may be a misspelt keyword, which is said of it.
  return keys.filter((key) => !isKnownKeyword(key)).length > 1 && !keys.some(says)
}

function hasDoubles(values: readonly JsonValue[]): boolean {
  if (values.length > MOST_VALUES) return new Set(values).size < values.length
  return values.some((value, index) =>
    values.slice(0, index).some((other) => isDeepStrictEqual(value, other)),
  )
}

function isOf(value: JsonValue, type: JsonValue): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

function takesEmptyObject(branch: JsonValue): boolean {
  if (!isObject(branch) || branch['type'] !== 'object') return false
  const { required } = branch
  if (Array.isArray(required) && required.length > 0) return false
  return DEMANDS.every((keyword) => branch[keyword] === undefined)
}
