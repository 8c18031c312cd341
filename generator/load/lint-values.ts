/** Reports schemas that no value fits, and numbers and names that are not what they look like. */
import { hasInvisible, withoutInvisible } from '../print/invisible.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { clip } from './json-messages.js'
import type { Reporter } from './reporter.js'

const PAIRS: readonly (readonly [least: string, most: string])[] = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minContains', 'maxContains'],
]

/** Reports what is odd about the values that stand in one schema object. */
export function lintValues(schema: JsonObject, pointer: string, reporter: Reporter): void {
  const impossible = (keyword: string, message: string): void => {
    const spot = { pointer: joinPointer(pointer, keyword) }
    reporter.warning('WARN_SCHEMA_IMPOSSIBLE', message, spot)
  }
  for (const [least, most] of PAIRS) {
    const [low, high] = [schema[least], schema[most]]
    if (typeof low !== 'number' || typeof high !== 'number' || low <= high) continue
    impossible(least, `"${least}" is above "${most}": nothing that they bound is valid`)
  }
  const { enum: values, type, nullable } = schema
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : undefined
  const isOfType = (value: JsonValue): boolean =>
    types === undefined ||
    (nullable === true && value === null) ||
    types.some((one) => typeof one === 'string' && hasType(value, one))
  if (Array.isArray(values) && values.length === 0) {
    impossible('enum', 'an empty "enum" allows no value')
  } else if (Array.isArray(values) && !values.some(isOfType)) {
    impossible('enum', 'no value of "enum" has the type that stands beside it')
  }
  const { const: only } = schema
  if (only !== undefined && !isOfType(only)) {
    impossible('const', 'the value of "const" does not have the type that stands beside it')
  }
  lintNumbers(schema, pointer, reporter)
  lintNames(schema, pointer, reporter)
}

function hasType(value: JsonValue, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

/** Whoever parses JSON in JavaScript reads such numbers as their neighbours. */
function lintNumbers(schema: JsonObject, pointer: string, reporter: Reporter): void {
  const isUnsafe = (value: JsonValue | undefined): boolean =>
    Number.isInteger(value) && !Number.isSafeInteger(value)
  const rule = 'is beyond 2^53, where JSON numbers lose their last digits'
  for (const keyword of ['const', 'enum', 'default', 'example', 'examples']) {
    const value = schema[keyword]
    if (!(Array.isArray(value) ? value.some(isUnsafe) : isUnsafe(value))) continue
    const spot = { pointer: joinPointer(pointer, keyword), hint: 'send such numbers as strings' }
    reporter.warning('WARN_NUMBER_UNSAFE', `an integer of "${keyword}" ${rule}`, spot)
  }
  for (const keyword of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']) {
    if (!isUnsafe(schema[keyword])) continue
    const spot = { pointer: joinPointer(pointer, keyword) }
    reporter.notice('NOTICE_NUMBER_UNSAFE', `the value of "${keyword}" ${rule}`, spot)
  }
}

/** Properties that a reader takes for one. */
function lintNames({ properties }: JsonObject, pointer: string, reporter: Reporter): void {
  if (!isObject(properties)) return
  const seen = new Map<string, string>()
  for (const name of Object.keys(properties)) {
    const spot = () => ({ pointer: joinPointer(pointer, 'properties', name) })
    const isPlain = /^[\x20-\x7e]*$/.test(name)
    // Half of a surrogate pair is an error of its own.
    if (!isPlain && hasInvisible(name.replace(/\p{Surrogate}/gu, ''))) {
      const message = `the name of the property ${escaped(name)} holds characters that cannot be seen`
      reporter.warning('WARN_PROPERTY_INVISIBLE', message, spot())
    }
    const shown = isPlain ? name : withoutInvisible(name.normalize('NFKC'))
    const alike = shown.toLowerCase()
    const other = seen.get(alike)
    if (other === undefined) seen.set(alike, name)
    else {
      const message = `the properties ${escaped(other)} and ${escaped(name)} differ only by what a reader overlooks`
      reporter.warning('WARN_PROPERTY_ALIKE', message, spot())
    }
  }
}

function escaped(name: string): string {
  return JSON.stringify(clip(name)).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
