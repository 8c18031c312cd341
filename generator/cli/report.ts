/** What a run comes to: its diagnostics, its exit code, and how both are printed. */
import type { Diagnostic } from '../diagnostics.js'
import { UsageError, WriteError } from '../errors.js'
import type { ProviderReport } from '../generate.js'
import { showInvisible } from '../print/invisible.js'

/** The end of a run, whichever way it ended. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2 | 3
  readonly providers: readonly ProviderReport[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Whether an error is no fault of the user's. */
export function isUnexpected(error: Error): boolean {
  return !(error instanceof UsageError || error instanceof WriteError)
}

/** The outcome of a run that threw `error`. */
export function outcomeOfError(error: unknown): Outcome {
  if (error instanceof UsageError) {
    const hint = 'see hookwright generate --help'
    return failed(2, { code: error.code, severity: 'error', message: error.message, hint })
  }
  if (error instanceof WriteError) {
    return failed(1, { code: error.code, severity: 'error', message: error.message })
  }
  const message = error instanceof Error ? error.message : String(error)
  return failed(1, {
    code: 'ERR_GENERATOR_BUG',
    severity: 'error',
    message: `This is a bug in Hookwright: ${message}`,
    hint: 'please report it, with what --verbose prints',
  })
}

function failed(exitCode: 1 | 2, diagnostic: Diagnostic): Outcome {
  return { exitCode, providers: [], diagnostics: [diagnostic] }
}

/** The one object of `--json`. What is unknown is null, so that each key is always there. */
export function printJson({ providers, diagnostics }: Outcome): string {
  const shown = diagnostics.map(
    ({ code, severity, file, line, column, pointer, message, hint }) => ({
      code,
      severity,
      file: file ?? null,
      line: line ?? null,
      column: column ?? null,
      pointer: pointer ?? null,
      message,
      hint: hint ?? null,
    }),
  )
  return `${showInvisible(JSON.stringify({ providers, diagnostics: shown }))}\n`
}

/** One line for each SDK: `github: 66 events, 412 files, 1.4 MB in 2.1 s, generated/github`. */
export function printSummary(providers: readonly ProviderReport[]): string {
  return providers
    .map(({ name, out, events, files, bytes, milliseconds }) => {
      const seconds = (milliseconds / 1000).toFixed(1)
      return `${showInvisible(name)}: ${count(events.length, 'event')}, ${count(files, 'file')}, ${size(bytes)} in ${seconds} s, ${showInvisible(out)}\n`
    })
    .join('')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1000)} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
