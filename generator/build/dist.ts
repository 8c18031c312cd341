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
  const cjs = [
    ...esm
      .filter((file) => !input.validators.some(({ path }) => inDist(path) === file.path))
      .map((file) => toCjs(compiler.ts, file)),
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

function toCjs(typescript: TypeScript, { path, content }: TextFile): TextFile {
  const file = typescript.createSourceFile(path, content, typescript.ScriptTarget.ES2022)
  const renamed = renameToCjs(typescript, file)
  if (path.endsWith('.d.ts')) return { path: cjsPath(path), content: renamed }
  const { outputText } = typescript.transpileModule(renamed, {
    fileName: path,
    compilerOptions: {
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.CommonJS,
      // Every module here has named exports only: no interop, so no helper in each file.
      esModuleInterop: false,
      allowJs: true,
      newLine: typescript.NewLineKind.LineFeed,
    },
  })
  return { path: cjsPath(path), content: outputText }
}
