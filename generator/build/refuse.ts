/** Turns what the compiler complains of into an error. */
import type { ts } from 'ts-morph'
import { GeneratorBug } from '../errors.js'
import type { Compiler } from './compiler.js'

const SHOWN = 20

/** @throws {GeneratorBug} where one of `diagnostics` is an error */
export function refuseErrors(
  { ts }: Compiler,
  diagnostics: readonly ts.Diagnostic[],
  complaint: string,
): void {
  const errors = diagnostics.filter((found) => found.category === ts.DiagnosticCategory.Error)
  if (errors.length === 0) return
  const lines = errors.slice(0, SHOWN).map((error) => describe(ts, error))
  if (errors.length > SHOWN) lines.push(`and ${errors.length - SHOWN} more`)
  throw new GeneratorBug(`the generated code ${complaint}:\n${lines.join('\n')}`)
}

function describe(typescript: Compiler['ts'], error: ts.Diagnostic): string {
  const message = typescript.flattenDiagnosticMessageText(error.messageText, '\n  ')
  if (error.file === undefined || error.start === undefined) return `TS${error.code} ${message}`
  const { line } = typescript.getLineAndCharacterOfPosition(error.file, error.start)
  return `${error.file.fileName.slice(1)}:${line + 1} TS${error.code} ${message}`
}
