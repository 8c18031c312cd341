/** What a run has to say about its input: collected, sorted and shown all at once. */

export type Severity = 'error' | 'warning' | 'notice'

/** Where in the input a diagnostic points. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** JSON pointer into the file, as a URI fragment: `#/properties/id`. */
  readonly pointer?: string | undefined
}

export interface Diagnostic extends Partial<Place> {
  /** Stable, for example `ERR_REF_UNRESOLVED` or `WARN_FORMAT_UNKNOWN`. */
  readonly code: string
  readonly severity: Severity
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string
  /** How to mend it. */
  readonly hint?: string | undefined
}

/** Collects the diagnostics of one run. */
export class Diagnostics {
  readonly #list: Diagnostic[] = []
  readonly #seen = new Set<string>()

  /** Adds a diagnostic; an identical one is added once. */
  report(diagnostic: Diagnostic): void {
    const key = JSON.stringify([
      diagnostic.code,
      diagnostic.file,
      diagnostic.pointer,
      diagnostic.line,
      diagnostic.message,
    ])
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#list.push(diagnostic)
  }

  error(code: string, message: string, at: Partial<Place> = {}, hint?: string): void {
    this.report({ ...at, code, severity: 'error', message, hint })
  }

  warning(code: string, message: string, at: Partial<Place> = {}, hint?: string): void {
    this.report({ ...at, code, severity: 'warning', message, hint })
  }

  notice(code: string, message: string, at: Partial<Place> = {}, hint?: string): void {
    this.report({ ...at, code, severity: 'notice', message, hint })
  }

  get failed(): boolean {
    return this.#list.some((diagnostic) => diagnostic.severity === 'error')
  }

  /** Sorted by file, line, column and code, so that two runs print the same text. */
  get list(): readonly Diagnostic[] {
    return [...this.#list].sort(
      (a, b) =>
        compare(a.file ?? '', b.file ?? '') ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0) ||
        compare(a.code, b.code),
    )
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
