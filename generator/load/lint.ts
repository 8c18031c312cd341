/** What the meta-schemas let through and we cannot: checks of single schema objects. */
import { joinPointer } from '../schema/pointer.js'
import { type Draft, isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { lintDoubts } from './lint-doubts.js'
import { lintKeywords } from './lint-keywords.js'
import { lintPatterns } from './lint-patterns.js'
import { lintValues } from './lint-values.js'
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
  lintProto(schema, pointer, reporter)
  lintKeywords(schema, pointer, to)
  lintPatterns(schema, pointer, reporter)
  lintValues(schema, pointer, reporter)
  lintDoubts(schema, pointer, reporter)
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

function member(schema: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(schema, name) ? schema[name] : undefined
}
