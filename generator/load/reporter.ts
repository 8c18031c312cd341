/** Diagnostics about one document, placed by JSON pointers. */
import type { Diagnostics, Severity } from '../diagnostics.js'
import type { TextPlace } from './text-places.js'

export interface Spot {
  /** A plain JSON pointer: the place the diagnostic names. */
  readonly pointer: string
  /** The place whose line and column are shown, where it is more exact than `pointer`. */
  readonly located?: string
  readonly hint?: string | undefined
}

export class Reporter {
  readonly #diagnostics: Diagnostics
  readonly #shown: string
  readonly #locate: (pointer: string) => TextPlace

  constructor(
    document: { readonly shown: string; locate(pointer: string): TextPlace },
    diagnostics: Diagnostics,
  ) {
    this.#diagnostics = diagnostics
    this.#shown = document.shown
    this.#locate = (pointer) => document.locate(pointer)
  }

  error(code: string, message: string, spot: Spot): void {
    this.#report('error', { code, message }, spot)
  }

  warning(code: string, message: string, spot: Spot): void {
    this.#report('warning', { code, message }, spot)
  }

  notice(code: string, message: string, spot: Spot): void {
    this.#report('notice', { code, message }, spot)
  }

  #report(severity: Severity, what: { code: string; message: string }, spot: Spot): void {
    this.#diagnostics.report({
      ...what,
      severity,
      file: this.#shown,
      ...this.#locate(spot.located ?? spot.pointer),
      pointer: `#${spot.pointer}`,
      hint: spot.hint,
    })
  }
}
