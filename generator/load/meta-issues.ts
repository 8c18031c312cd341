/** Turns what Ajv says about a schema into one readable sentence for each place. */
import type { ErrorObject } from 'ajv'
import { parsePointer } from '../schema/pointer.js'

/** One violation: `pointer` is a plain JSON pointer into the schema. */
export interface MetaIssue {
  readonly pointer: string
  readonly message: string
}

/** Keywords that only say that something below or beside them failed. */
const COMBINING = new Set(['anyOf', 'oneOf', 'allOf', '$ref', '$dynamicRef', '$recursiveRef', 'if'])

/**
 * The violations, one for each place, in the order of the pointers. Where a choice of schemas
 * fails for a reason further down, the reason is reported and the choice is not.
 */
export function metaIssues(errors: readonly ErrorObject[]): readonly MetaIssue[] {
  const byPlace = new Map<string, ErrorObject[]>()
  for (const error of errors) {
    const pointer = error.instancePath
    byPlace.set(pointer, [...(byPlace.get(pointer) ?? []), error])
  }
  const pointers = [...byPlace.keys()].sort()
  const issues: MetaIssue[] = []
  for (const [pointer, found] of byPlace) {
    const isChoice = found.some(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
    if (isChoice && hasDescendant(pointers, pointer)) continue
    issues.push({ pointer, message: sentence(pointer, found) })
  }
  return issues.sort((a, b) => (a.pointer < b.pointer ? -1 : 1))
}

/** True if one of the sorted pointers lies below the given one. */
function hasDescendant(sorted: readonly string[], pointer: string): boolean {
  const prefix = `${pointer}/`
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < prefix) low = middle + 1
    else high = middle
  }
  return sorted[low]?.startsWith(prefix) ?? false
}

function sentence(pointer: string, errors: readonly ErrorObject[]): string {
  const rules = unique(errors.flatMap(otherRule))
  // A rule of its own beats the types that another branch of a choice would have allowed.
  const rule = rules.length > 0 ? rules.join(' and ') : choices(errors)
  return `${subject(pointer)} ${rule}`
}

function subject(pointer: string): string {
  const [name, parent] = [...(parsePointer(pointer) ?? [])].reverse()
  if (name === undefined) return 'the schema'
  if (parent === undefined || !/^[0-9]+$/.test(name)) return JSON.stringify(name)
  return `item ${name} of ${JSON.stringify(parent)}`
}

function choices(errors: readonly ErrorObject[]): string {
  const values = unique(errors.flatMap(allowedValues))
  const types = unique(errors.flatMap((error) => (error.keyword === 'type' ? typesOf(error) : [])))
  const all = types.map((type) => `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`)
  if (values.length > 0) all.unshift(`${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`)
  return all.length > 0 ? `must be ${all.join(' or ')}` : 'is not what the draft allows'
}

function typesOf({ params }: ErrorObject): string[] {
  const type: unknown = params['type']
  return (Array.isArray(type) ? type : [type]).map(String)
}

function allowedValues({ keyword, params }: ErrorObject): string[] {
  if (keyword === 'const') return [JSON.stringify(params['allowedValue'])]
  const values: unknown = keyword === 'enum' ? params['allowedValues'] : []
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : []
}

function otherRule({ keyword, message }: ErrorObject): string[] {
  if (COMBINING.has(keyword) || ['type', 'enum', 'const'].includes(keyword)) return []
  return message === undefined ? [] : [message]
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}
