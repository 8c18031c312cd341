/** Tells schemas from the maps and lists that hold some, where nothing says which of them a value is. */
import { isKnownKeyword } from './keyword-names.js'
import { escapeSegment, joinPointer } from './pointer.js'
import { isObject, type JsonObject, type JsonValue } from './types.js'

/** How deep people put their schemas into a file that is none. */
const MOST_LEVELS = 4

/** True where a keyword has the value that it has in schemas, and not that of a map of schemas. */
export function looksLikeSchema(value: JsonValue): value is JsonObject {
  if (!isObject(value)) return false
  const { type, $ref, enum: values, properties, required } = value
  if (typeof type === 'string' || isTexts(type) || typeof $ref === 'string') return true
  if (Object.hasOwn(value, 'const') || Array.isArray(values) || isTexts(required)) return true
  if (['allOf', 'anyOf', 'oneOf'].some((keyword) => Array.isArray(value[keyword]))) return true
  return isObject(properties) && Object.values(properties).some(looksLikeSchema)
}

/** True for an object that has members, and none that is a keyword. */
export function hasNoKeyword(value: JsonValue): boolean {
  if (!isObject(value)) return false
  const names = Object.keys(value)
  return names.length > 0 && !names.some(isKnownKeyword)
}

/** True for a schema that may say something: anything else would take every payload. */
export function canBeSchema(value: JsonValue): boolean {
  return typeof value === 'boolean' || (isObject(value) && !hasNoKeyword(value))
}

/**
 * Pointers to the maps and lists of schemas in a value, the nearest ones, as a pointer behind a
 * glob takes them: where several stand beside each other, one with `*` for a step.
 */
export function holdersWithin(root: JsonValue, start = ''): readonly string[] {
  const found: Holding[] = []
  let open: Holding[] = [{ above: '', pointer: start, value: root }]
  for (let level = 0; level < MOST_LEVELS && open.length > 0; level++) {
    const deeper: Holding[] = []
    for (const holding of open) {
      const members = membersOf(holding)
      if (members.some(({ value }) => looksLikeSchema(value))) found.push(holding)
      else deeper.push(...members)
    }
    open = deeper
  }
  const [first] = found
  const isRow = found.length > 1 && found.every(({ above }) => above === first?.above)
  if (!isRow || first === undefined) return found.map(({ pointer }) => pointer)
  const names = new Set(found.flatMap((holding) => schemaNamesOf(holding)))
  const [only] = names
  const last = names.size === 1 && only !== undefined ? escapeSegment(only) : '*'
  return [`${first.above}/*/${last}`]
}

interface Holding {
  /** The pointer of what holds the value. */
  readonly above: string
  readonly pointer: string
  readonly value: JsonValue
}

function membersOf({ pointer, value }: Holding): Holding[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([name, member]) => {
    return { above: pointer, pointer: joinPointer(pointer, name), value: member as JsonValue }
  })
}

function schemaNamesOf({ value }: Holding): readonly string[] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return members.flatMap(([name, member]) => (looksLikeSchema(member as JsonValue) ? [name] : []))
}

function isTexts(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
}
