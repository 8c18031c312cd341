/** Type-checks the sources of an SDK: nothing is written that does not compile. */
import type { ts } from 'ts-morph'
import type { OutputFile } from '../emit/types.js'
import { GeneratorBug } from '../errors.js'
import { type Compiler, createProgram, loadCompiler, typescriptSources } from './compiler.js'

const SHOWN = 20

/** Type-checks `src/**` with every strict flag. @throws {GeneratorBug} listing `file:line message` */
export async function checkSources(sources: readonly OutputFile[]): Promise<void> {
  const compiler = await loadCompiler()
  const program = createProgram(compiler, typescriptSources(sources))
  refuseErrors(compiler, programDiagnostics(program), 'does not compile')
}

/**
 * What is wrong with the program's own files. The libraries are taken as they are, and so is the
 * runtime: it is copied byte for byte, and `npm run check` has compiled it under the same flags.
 */
export function programDiagnostics(program: ts.Program): readonly ts.Diagnostic[] {
  const own = program
    .getSourceFiles()
    .filter((file) => !program.isSourceFileDefaultLibrary(file) && !isRuntime(file))
  return [
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => program.getSyntacticDiagnostics(file)),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => program.getSemanticDiagnostics(file)),
  ]
}

function isRuntime({ fileName }: ts.SourceFile): boolean {
  return fileName.startsWith('/src/runtime/')
}

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
