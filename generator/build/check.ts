/** Type-checks the sources of an SDK: nothing is written that does not compile. */
import type { ts } from 'ts-morph'
import type { OutputFile } from '../emit/types.js'
import type { Key, Memo } from '../memo/memo.js'
import { createProgram, loadCompiler, typescriptSources } from './compiler.js'
import { buildModules } from './modules.js'
import { refuseErrors } from './refuse.js'

/** Type-checks `src/**` with every strict flag. @throws {GeneratorBug} listing `file:line message` */
export async function checkSources(sources: readonly OutputFile[], memo: Memo): Promise<void> {
  await checkModules(typescriptSources(sources), memo)
}

/**
 * Type-checks the modules that are not of the runtime. Of the runtime they see what a consumer
 * sees: it is copied byte for byte, and `npm run check` has compiled it under the same flags.
 */
export async function checkModules(
  modules: ReadonlyMap<string, string>,
  memo: Memo,
): Promise<void> {
  const runtime = new Map([...modules].filter(([path]) => isRuntime(path)))
  const texts = new Map([...modules].filter(([path]) => !isRuntime(path)))
  for (const [path, { dts }] of await buildModules(runtime, memo)) {
    texts.set(path.replace(/\.ts$/, '.d.ts'), dts.text)
  }
  const key: Key = ['check', ...[...texts].sort(([a], [b]) => (a < b ? -1 : 1)).flat()]
  if (memo.find<true>(key)) return
  const compiler = await loadCompiler()
  const program = createProgram(compiler, texts)
  refuseErrors(compiler, programDiagnostics(program), 'does not compile')
  memo.keep(key, true)
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

function isRuntime(path: string): boolean {
  return path.startsWith('/src/runtime/')
}
