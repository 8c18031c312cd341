/** Reads what Ajv's code reads from the schema, so that the values themselves can stand there. */
import { GeneratorBug } from '../../errors.js'
import { isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { literal } from './literal.js'
import { stringAt } from './masked-code.js'
import type { Constant } from './types.js'

const STEP = /\.([A-Za-z_$][\w$]*)|\[("?\d+"?)\]/g

/** The ways from a schema into it, as masked code spells them: `.properties["3"]`. */
export class SchemaPaths {
  readonly #schema: JsonObject
  readonly #strings: readonly string[]
  readonly #add: (constant: Constant) => string
  readonly #constants = new Map<string, string>()

  /** `add` makes a constant of the module and returns its placeholder. */
  constructor(schema: JsonObject, strings: readonly string[], add: (constant: Constant) => string) {
    this.#schema = schema
    this.#strings = strings
    this.#add = add
  }

  /** The value as code: a scalar itself, the rest as a constant. */
  value(steps: string): string {
    const { value, rest } = this.#follow(steps)
    const isScalar = typeof value !== 'object' || value === null
    if (rest > 0) throw new GeneratorBug('a validator reads what its schema does not have')
    return isScalar ? literal(value) : this.#share('value', literal(value))
  }

  /** A constant that has the names of the object's members. */
  names(steps: string): string {
    const { value } = this.#follow(steps)
    if (!isObject(value)) throw new GeneratorBug('a validator asks for the names of no object')
    return this.#share('known', `new Set(${literal(Object.keys(value))})`)
  }

  #share(prefix: string, code: string): string {
    const placeholder = this.#constants.get(code) ?? this.#add({ kind: 'local', prefix, code })
    this.#constants.set(code, placeholder)
    return placeholder
  }

  #follow(steps: string): { value: JsonValue; rest: number } {
    let value: JsonValue = this.#schema
    const names = this.#read(steps)
    for (const [index, name] of names.entries()) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) {
        return { value, rest: names.length - index }
      }
      // Sound: hasOwn has just found the member; for a list it is an index or its length.
      value = (value as JsonObject)[name] as JsonValue
    }
    return { value, rest: 0 }
  }

  #read(steps: string): readonly string[] {
    return [...steps.matchAll(STEP)].map(([, name, bracketed]) => {
      if (name !== undefined) return name
      return bracketed?.startsWith('"') ? stringAt(this.#strings, bracketed) : (bracketed ?? '')
    })
  }
}
