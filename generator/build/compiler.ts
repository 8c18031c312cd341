/** TypeScript, loaded on first use, and programs over files that are nowhere but in memory. */
import type { ts } from 'ts-morph'
import type { OutputFile } from '../emit/types.js'

export type TypeScript = typeof ts

export interface Compiler {
  readonly ts: TypeScript
  /** Parsed once and shared by every program: they cost more than most SDKs. */
  readonly libraries: ReadonlyMap<string, ts.SourceFile>
}

/** The types of workers hold what the web's platforms have in common, and a third of a browser's. */
const LIBRARIES = ['lib.es2022.d.ts', 'lib.webworker.d.ts', 'lib.webworker.iterable.d.ts']
const TYPESCRIPT_SOURCE = /^src\/.*\.ts$/

let loading: Promise<Compiler> | undefined

/** Loads TypeScript: a tenth of a second and 60 MB, so nothing may import it at the top. */
export function loadCompiler(): Promise<Compiler> {
  loading ??= open()
  return loading
}

async function open(): Promise<Compiler> {
  const { Project, ts } = await import('ts-morph')
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: compilerOptions(ts) })
  project.createSourceFile('/empty.ts', 'export {}')
  const libraries = new Map<string, ts.SourceFile>()
  const program = project.getProgram().compilerObject
  for (const file of program.getSourceFiles()) {
    if (program.isSourceFileDefaultLibrary(file)) libraries.set(file.fileName, file)
  }
  return { ts, libraries }
}

/** The flags of `templates/runtime/tsconfig.json`, and where the emitted files go. */
export function compilerOptions(ts: TypeScript): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: LIBRARIES,
    types: [],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    isolatedModules: true,
    skipDefaultLibCheck: true,
    declaration: true,
    newLine: ts.NewLineKind.LineFeed,
    rootDir: '/src',
    outDir: '/dist/esm',
  }
}

/** The TypeScript files among `sources`, by their path in the program. */
export function typescriptSources(sources: readonly OutputFile[]): ReadonlyMap<string, string> {
  const decoder = new TextDecoder()
  const texts = new Map<string, string>()
  for (const { path, content } of sources) {
    if (!TYPESCRIPT_SOURCE.test(path)) continue
    texts.set(`/${path}`, typeof content === 'string' ? content : decoder.decode(content))
  }
  return texts
}

/** One program over texts, under the flags of an SDK and with some of the libraries. */
export function createProgram(
  compiler: Compiler,
  texts: ReadonlyMap<string, string>,
  lib = LIBRARIES,
): ts.Program {
  const { ts, libraries } = compiler
  const options = { ...compilerOptions(ts), lib }
  const twins = findTwins(texts)
  const libraryFolder = [...libraries.keys()][0]?.replace(/\/[^/]*$/, '') ?? '/'
  const host: ts.CompilerHost = {
    fileExists: (path) => texts.has(path) || libraries.has(path),
    readFile: (path) => texts.get(path),
    getSourceFile(path, version) {
      const text = texts.get(path)
      if (text === undefined) return libraries.get(path)
      return ts.createSourceFile(path, text, version)
    },
    getDefaultLibFileName: (options) => `${libraryFolder}/${ts.getDefaultLibFileName(options)}`,
    getDefaultLibLocation: () => libraryFolder,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => {},
    resolveModuleNameLiterals: (literals, importer) =>
      literals.map(({ text }) => {
        const { resolvedModule } = ts.resolveModuleName(text, importer, options, host)
        const twin = resolvedModule && twins.get(resolvedModule.resolvedFileName)
        return {
          resolvedModule: resolvedModule && {
            ...resolvedModule,
            ...(twin && { resolvedFileName: twin }),
          },
        }
      }),
  }
  const names = [...texts.keys()].filter((path) => !twins.has(path))
  return ts.createProgram(names, options, host)
}

/**
 * For each declaration that says what one before it says in the same folder, that one: they mean
 * the same, whoever imports them. Those of validators differ in nothing but their names, and are
 * most of what a large SDK has.
 */
function findTwins(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  const twins = new Map<string, string>()
  for (const [path, text] of texts) {
    if (!path.endsWith('.d.ts')) continue
    const key = `${path.slice(0, path.lastIndexOf('/'))}\n${text}`
    const known = first.get(key)
    if (known === undefined) first.set(key, path)
    else twins.set(path, known)
  }
  return twins
}
