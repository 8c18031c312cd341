/** Type-checks a program of texts under the flags of an SDK. */
import type { ts } from 'ts-morph'
import { type Compiler, createProgram } from './compiler.js'
import { refuseErrors } from './refuse.js'
import { verifyTypes } from './verify-types.js'

/** The module of the payload types. */
export const TYPES = '/src/types.ts'

/** What types of JSON need: reading more takes longer than checking them. */
const LANGUAGE = ['lib.es5.d.ts']

/** @throws {GeneratorBug} where the texts do not compile, or the payload types are not only types */
export function checkTexts(compiler: Compiler, texts: ReadonlyMap<string, string>): undefined {
  const program = createProgram(compiler, texts, hasTypesOnly(texts) ? LANGUAGE : undefined)
  refuseErrors(compiler, programDiagnostics(program), 'does not compile')
  const types = program.getSourceFile(TYPES)
  if (types !== undefined) verifyTypes(compiler.ts, types)
}

function hasTypesOnly(texts: ReadonlyMap<string, string>): boolean {
  return texts.size === 1 && texts.has(TYPES)
}

/** What is wrong with the program's own files; the libraries are taken as they are. */
export function programDiagnostics(program: ts.Program): readonly ts.Diagnostic[] {
  const own = program
    .getSourceFiles()
    .filter((file) => !program.isSourceFileDefaultLibrary(file) && !isRuntime(file.fileName))
  return [
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => program.getSyntacticDiagnostics(file)),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => program.getSemanticDiagnostics(file)),
  ]
}

export function isRuntime(path: string): boolean {
  return path.startsWith('/src/runtime/')
}
