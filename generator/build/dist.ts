/** Builds an SDK's sources into `dist/`: ES modules and CommonJS, each with its declarations. */
import type { ts } from 'ts-morph'
import { programDiagnostics, refuseErrors } from './check.js'
import {
  type Compiler,
  createProgram,
  loadCompiler,
  type TypeScript,
  typescriptSources,
} from './compiler.js'
import { proveDist } from './prove.js'
import { renameToCjs } from './specifiers.js'
import { transpile } from './transpile.js'
import type { BuildInput, TextFile } from './types.js'

/**
 * Type-checks the sources and returns the files of `dist/`, sorted by path.
 *
 * @throws {GeneratorBug} where a source does not compile or a built file breaks a promise
 */
export async function buildDist(input: BuildInput): Promise<readonly TextFile[]> {
  const compiler = await loadCompiler()
  const texts = typescriptSources(input.sources)
  const program = createProgram(compiler, texts)
  refuseErrors(compiler, programDiagnostics(program), 'does not compile')
  const esm = [
    ...emitEsm(compiler, program),
    ...handWrittenDeclarations(texts),
    ...input.validators.map(({ path, esm }) => ({ path: inDist(path), content: esm })),
  ]
  const printed = new Set(input.validators.map(({ path }) => inDist(path)))
  const cjs = [
    ...toCjs(
      compiler.ts,
      esm.filter(({ path }) => !printed.has(path)),
    ),
    ...input.validators.map(({ path, cjs }) => ({ path: cjsPath(inDist(path)), content: cjs })),
  ]
  const files = [...esm, ...cjs].sort((a, b) => (a.path < b.path ? -1 : 1))
  proveDist(compiler.ts, files)
  return files
}

/** Dots in a path are data: only the folder and the last extension change. */
function inDist(path: string): string {
  return path.replace(/^src\//, 'dist/esm/')
}

function cjsPath(path: string): string {
  return path.replace(/^dist\/esm\//, 'dist/cjs/').replace(/\.(d\.ts|js)$/, (ending) => {
    return ending === '.js' ? '.cjs' : '.d.cts'
  })
}

function emitEsm(compiler: Compiler, program: ts.Program): TextFile[] {
  const files: TextFile[] = []
  const emitted = program.emit(undefined, (path, content) => {
    files.push({ path: path.slice(1), content })
  })
  refuseErrors(compiler, emitted.diagnostics, 'has types that cannot be declared')
  return files
}

/** The compiler reads `.d.ts` sources and does not emit them. */
function handWrittenDeclarations(texts: ReadonlyMap<string, string>): TextFile[] {
  return [...texts]
    .filter(([path]) => path.endsWith('.d.ts'))
    .map(([path, content]) => ({ path: inDist(path.slice(1)), content }))
}

function toCjs(typescript: TypeScript, files: readonly TextFile[]): TextFile[] {
  const renamed = files.map(({ path, content }) => {
    const file = typescript.createSourceFile(path, content, typescript.ScriptTarget.ES2022)
    return { path, content: renameToCjs(typescript, file) }
  })
  const isDeclaration = ({ path }: TextFile) => path.endsWith('.d.ts')
  return [
    ...renamed.filter(isDeclaration),
    ...transpile(
      typescript,
      renamed.filter((file) => !isDeclaration(file)),
    ),
  ].map(({ path, content }) => ({ path: cjsPath(path), content }))
}
