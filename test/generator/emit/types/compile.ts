/** Compiles emitted types together with values that they must take. */
import { programDiagnostics } from '../../../../generator/build/check-texts.js'
import {
  createProgram,
  loadCompiler,
  typescriptSources,
} from '../../../../generator/build/compiler.js'

/** The compiler's complaint about a member of a literal that its type does not name. */
export const EXCESS_MEMBER = 2353

/**
 * `file:line message` for each error in the given sources, under the flags of an SDK; errors of
 * the code `ignored` are left out.
 */
export async function typeErrors(
  sources: ReadonlyMap<string, string>,
  ignored?: number,
): Promise<readonly string[]> {
  const compiler = await loadCompiler()
  const files = [...sources].map(([name, content]) => ({ path: `src/${name}.ts`, content }))
  const program = createProgram(compiler, typescriptSources(files))
  const found = programDiagnostics(program).filter(({ code }) => code !== ignored)
  return found.map(({ file, start, messageText }) => {
    const { line } = file?.getLineAndCharacterOfPosition(start ?? 0) ?? { line: -1 }
    const message = compiler.ts.flattenDiagnosticMessageText(messageText, ' ')
    return `${file?.fileName}:${line + 1} ${message}`
  })
}
