/** A place in the config that a parser can complain about. */
import type { Diagnostics } from '../diagnostics.js'
import { joinPointer } from '../schema/pointer.js'

/** Finds the line of a JSON pointer in the config file. */
export type Locate = (pointer: string) => { readonly line: number; readonly column: number }

export class Spot {
  readonly #diagnostics: Diagnostics
  readonly #file: string
  readonly #locate: Locate
  readonly pointer: string

  constructor(diagnostics: Diagnostics, file: string, locate: Locate, pointer = '') {
    this.#diagnostics = diagnostics
    this.#file = file
    this.#locate = locate
    this.pointer = pointer
  }

  /** The place of a member or element below this one. */
  at(...path: readonly (string | number)[]): Spot {
    const pointer = joinPointer(this.pointer, ...path.map(String))
    return new Spot(this.#diagnostics, this.#file, this.#locate, pointer)
  }

  error(code: string, message: string, hint?: string): void {
    this.#diagnostics.error(code, message, this.#place(), hint)
  }

  warning(code: string, message: string, hint?: string): void {
    this.#diagnostics.warning(code, message, this.#place(), hint)
  }

  #place() {
    return { file: this.#file, pointer: `#${this.pointer}`, ...this.#locate(this.pointer) }
  }
}
