/** What the meta-schemas let through and we cannot: checks of single schema objects. */
import { joinPointer } from '../schema/pointer.js'
import { type Draft, isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { lintDoubts } from './lint-doubts.js'
import { lintKeywords } from './lint-keywords.js'
import { lintPatterns } from './lint-patterns.js'
import { lintValues } from './lint-values.js'
import type { Reporter } from './reporter.js'

/** Where members name properties of the payload. */
const PROPERTY_MAPS = [
  'properties',
  'patternProperties',
  'dependencies',
  'dependentSchemas',
  'dependentRequired',
]

/** Extensions of json-schema-to-typescript that put their text into the generated code. */
const IGNORED = ['tsType', 'tsEnumNames']

/** Reports what is wrong with one schema object itself; what lies inside it is checked apart. */
export function lintSchema(
  schema: JsonObject,
  pointer: string,
  to: { readonly draft: Draft; readonly reporter: Reporter },
): void {
  const { reporter } = to
  for (const keyword of IGNORED) {
    if (!Object.hasOwn(schema, keyword)) continue
    const spot = { pointer: joinPointer(pointer, keyword) }
    reporter.warning('WARN_KEYWORD_IGNORED', `the keyword "${keyword}" is ignored`, spot)
  }
  lintNames(schema, pointer, reporter)
  lintKeywords(schema, pointer, to)
  lintPatterns(schema, pointer, reporter)
  lintValues(schema, pointer, reporter)
  lintDoubts(schema, pointer, reporter)
}

/** Names of properties that no payload may have, or no compiler of schemas takes. */
function lintNames(schema: JsonObject, pointer: string, reporter: Reporter): void {
  const lint = (name: JsonValue, ...path: string[]): void => {
    const at = joinPointer(pointer, ...path)
    if (name === '__proto__') {
      const hint = 'payloads with that key are refused; take it out of the schema'
      const message = 'a property cannot be called "__proto__"'
      reporter.error('ERR_PROPERTY_PROTO', message, { pointer: at, hint })
    } else if (typeof name === 'string' && /\p{Surrogate}/u.test(name)) {
      const hint = 'no UTF-8 text can say it; write the whole character, or take it out'
      const message = 'the name of a property holds half of a surrogate pair'
      reporter.error('ERR_PROPERTY_SURROGATE', message, { pointer: at, hint })
    }
  }
  for (const keyword of PROPERTY_MAPS) {
    const map = member(schema, keyword)
    if (isObject(map)) for (const name of Object.keys(map)) lint(name, keyword, name)
  }
  const required = member(schema, 'required')
  if (!Array.isArray(required)) return
  for (const [index, name] of required.entries()) lint(name, 'required', String(index))
}

function member(schema: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(schema, name) ? schema[name] : undefined
}
