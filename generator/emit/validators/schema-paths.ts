/** Replaces what Ajv's code reads from the schema by the values themselves. */
import { GeneratorBug } from '../../errors.js'
import { isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { literal } from './literal.js'
import { stringAt } from './masked-code.js'
import type { Constant } from './types.js'

export interface SchemaConstant {
  /** Ajv's name for the schema, for example `schema12`. */
  readonly name: string
  readonly schema: JsonObject
  /** Makes a constant of the module and returns its placeholder. */
  readonly add: (constant: Constant) => string
}

const STEP = /\.([A-Za-z_$][\w$]*)|\[("?\d+"?)\]/g
const STEPS = '((?:\\.[A-Za-z_$][\\w$]*|\\["?\\d+"?\\])*)'

/** `text` without the name of the schema: scalars stand in place, the rest becomes constants. */
export function resolveSchemaPaths(
  text: string,
  strings: readonly string[],
  { name, schema, add }: SchemaConstant,
): string {
  const known = new RegExp(`\\w+\\.call\\(${name}${STEPS}, `, 'g')
  const path = new RegExp(`(?<![.\\w$])${name}${STEPS}`, 'g')
  const constants = new Map<string, string>()
  const share = (prefix: string, code: string): string => {
    const placeholder = constants.get(code) ?? add({ kind: 'local', prefix, code })
    constants.set(code, placeholder)
    return placeholder
  }
  return text
    .replace(known, (_, steps: string) => {
      const { value } = follow(schema, readSteps(steps, strings))
      if (!isObject(value)) throw new GeneratorBug('a validator asks for the names of no object')
      return `${share('known', `new Set(${literal(Object.keys(value))})`)}.has(`
    })
    .replace(path, (_, steps: string) => {
      const { value, rest } = follow(schema, readSteps(steps, strings))
      const isScalar = typeof value !== 'object' || value === null
      if (rest > 0) throw new GeneratorBug('a validator reads what its schema does not have')
      return isScalar ? literal(value) : share('value', literal(value))
    })
}

function readSteps(steps: string, strings: readonly string[]): readonly string[] {
  return [...steps.matchAll(STEP)].map(([, name, bracketed]) => {
    if (name !== undefined) return name
    return bracketed?.startsWith('"') ? stringAt(strings, bracketed) : (bracketed ?? '')
  })
}

function follow(schema: JsonObject, steps: readonly string[]): { value: JsonValue; rest: number } {
  let value: JsonValue = schema
  for (const [index, step] of steps.entries()) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
      return { value, rest: steps.length - index }
    }
    // Sound: hasOwn has just found the member; for a list it is an index or its length.
    value = (value as JsonObject)[step] as JsonValue
  }
  return { value, rest: 0 }
}
