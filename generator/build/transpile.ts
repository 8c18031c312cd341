/** Runs TypeScript over modules of which it looks at no other file, and at no type. */
import type { ts } from 'ts-morph'
import type { TypeScript } from './compiler.js'
import type { TextFile } from './types.js'

export interface Transpiled {
  readonly files: readonly TextFile[]
  /** Exports whose types another file would have to say, for one. */
  readonly diagnostics: readonly ts.Diagnostic[]
}

/** The sources as ES modules with declarations, under the same paths. */
export function toEsm(typescript: TypeScript, files: readonly TextFile[]): Transpiled {
  return transpile(typescript, files, {
    module: typescript.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    declaration: true,
    isolatedDeclarations: true,
  })
}

/** ES modules as CommonJS, under the same paths. */
export function toCommonJs(typescript: TypeScript, files: readonly TextFile[]): Transpiled {
  return transpile(typescript, files, {
    module: typescript.ModuleKind.CommonJS,
    // Every module here has named exports only: no interop, so no helper in each file.
    esModuleInterop: false,
    allowJs: true,
  })
}

/**
 * One program for all: TypeScript's own `transpileModule` makes a checker for each file, which
 * takes longer than the rest of a build.
 */
function transpile(
  typescript: TypeScript,
  files: readonly TextFile[],
  form: ts.CompilerOptions,
): Transpiled {
  const texts = new Map(files.map(({ path, content }) => [path, content]))
  const options: ts.CompilerOptions = {
    target: typescript.ScriptTarget.ES2022,
    isolatedModules: true,
    noCheck: true,
    noLib: true,
    noResolve: true,
    types: [],
    newLine: typescript.NewLineKind.LineFeed,
    rootDir: '/',
    outDir: '/out',
    ...form,
  }
  const host: ts.CompilerHost = {
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
    getSourceFile(path, version) {
      const text = texts.get(path)
      return text === undefined ? undefined : typescript.createSourceFile(path, text, version)
    },
    getDefaultLibFileName: () => '/lib.d.ts',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => {},
  }
  const made: TextFile[] = []
  const program = typescript.createProgram([...texts.keys()], options, host)
  const { diagnostics } = program.emit(undefined, (path, content) => {
    made.push({ path: path.replace(/^\/out/, ''), content })
  })
  return { files: made, diagnostics }
}
