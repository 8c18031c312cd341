/** Keeps member names that json-schema-to-typescript prints unsafely away from it. */
import { hasInvisible } from '../../print/invisible.js'
import { propertyKey } from '../../print/literals.js'

/** A stand-in at the start of a line: no comment begins there, and no other name has a NUL. */
const STAND_IN = /^([\t ]*)"\\u0000(\d+)"(?=\??:)/gm

/** Exchanges unsafe names for stand-ins, and back once the type is text. */
export class MemberNames {
  readonly #hidden: string[] = []

  /**
   * The name under which a member is printed. The library prints every other character than quotes as it
   * is: those that hide or turn text around would deceive whoever reads the types.
   */
  standInFor(name: string): string {
    return hasInvisible(name) ? `\u0000${this.#hidden.push(name) - 1}` : name
  }

  /** The printed type with its own names. */
  restore(text: string): string {
    return text.replace(STAND_IN, (match, indent: string, index: string) => {
      const name = this.#hidden[Number(index)]
      return name === undefined ? match : `${indent}${propertyKey(name)}`
    })
  }
}
