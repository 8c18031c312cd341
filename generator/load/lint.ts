/** What the meta-schemas let through and we cannot: checks of single schema objects. */
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { clip } from './json-messages.js'
import type { Reporter } from './reporter.js'

/** Where a member called `__proto__` names a property of the payload. */
const PROPERTY_MAPS = [
  'properties',
  'patternProperties',
  'dependencies',
  'dependentSchemas',
  'dependentRequired',
]

/** Extensions of json-schema-to-typescript that put their text into the generated code. */
const IGNORED = ['tsType', 'tsEnumNames']

/** Escapes of Perl, PCRE or Python that ECMAScript reads as plain letters. */
const FOREIGN = /(?:^|[^\\])(?:\\\\)*\\[AZzGhHRK]|\[\[:\^?[a-z]+:\]/

/** Reports what is wrong with one schema object itself; what lies inside it is checked apart. */
export function lintSchema(schema: JsonObject, pointer: string, reporter: Reporter): void {
  for (const keyword of IGNORED) {
    if (!Object.hasOwn(schema, keyword)) continue
    const spot = { pointer: joinPointer(pointer, keyword) }
    reporter.warning('WARN_KEYWORD_IGNORED', `the keyword "${keyword}" is ignored`, spot)
  }
  lintProto(schema, pointer, reporter)
  const pattern = member(schema, 'pattern')
  if (typeof pattern === 'string') {
    lintPattern(pattern, joinPointer(pointer, 'pattern'), reporter)
  }
  const patternProperties = member(schema, 'patternProperties')
  if (!isObject(patternProperties)) return
  for (const name of Object.keys(patternProperties)) {
    lintPattern(name, joinPointer(pointer, 'patternProperties', name), reporter)
  }
}

function lintProto(schema: JsonObject, pointer: string, reporter: Reporter): void {
  const report = (...path: string[]): void =>
    reporter.error('ERR_PROPERTY_PROTO', 'a property cannot be called "__proto__"', {
      pointer: joinPointer(pointer, ...path),
      hint: 'payloads with that key are refused; take it out of the schema',
    })
  for (const keyword of PROPERTY_MAPS) {
    const map = member(schema, keyword)
    if (isObject(map) && Object.hasOwn(map, '__proto__')) report(keyword, '__proto__')
  }
  const required = member(schema, 'required')
  const index = Array.isArray(required) ? required.indexOf('__proto__') : -1
  if (index !== -1) report('required', String(index))
}

/** A pattern is good if it compiles with the `u` flag, or at least without. */
function lintPattern(pattern: string, pointer: string, reporter: Reporter): void {
  const problem = compile(pattern, 'u') === undefined ? undefined : compile(pattern, '')
  const quoted = JSON.stringify(clip(pattern))
  if (problem !== undefined) {
    const message = `the pattern ${quoted} is not a regular expression of ECMAScript: ${problem}`
    reporter.error('ERR_PATTERN_INVALID', message, { pointer })
  } else if (FOREIGN.test(pattern)) {
    const message = `the pattern ${quoted} holds an escape of another dialect; ECMAScript reads it as plain letters`
    reporter.warning('WARN_PATTERN_DIALECT', message, { pointer })
  }
}

/** Why a pattern does not compile, in the words of the engine. */
function compile(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags)
    return undefined
  } catch (error) {
    // The engine repeats the pattern, which may hold colons, before it gives the reason.
    const message = error instanceof Error ? error.message : ''
    return message.slice(message.lastIndexOf(': ') + 2) || 'it does not compile'
  }
}

function member(schema: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(schema, name) ? schema[name] : undefined
}
