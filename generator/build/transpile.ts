/** Turns ES modules into CommonJS, without looking at a type. */
import type { ts } from 'ts-morph'
import type { TypeScript } from './compiler.js'
import type { TextFile } from './types.js'

/**
 * The files as CommonJS, under the same paths.
 *
 * One program for all: TypeScript's own `transpileModule` makes a checker for each file, which
 * takes longer than the rest of a build.
 */
export function transpile(typescript: TypeScript, files: readonly TextFile[]): TextFile[] {
  const texts = new Map(files.map(({ path, content }) => [`/${path}`, content]))
  const options: ts.CompilerOptions = {
    target: typescript.ScriptTarget.ES2022,
    module: typescript.ModuleKind.CommonJS,
    // Every module here has named exports only: no interop, so no helper in each file.
    esModuleInterop: false,
    isolatedModules: true,
    allowJs: true,
    noCheck: true,
    noLib: true,
    noResolve: true,
    types: [],
    newLine: typescript.NewLineKind.LineFeed,
    rootDir: '/',
    outDir: '/out',
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
  const transpiled: TextFile[] = []
  typescript.createProgram([...texts.keys()], options, host).emit(undefined, (path, content) => {
    transpiled.push({ path: path.replace(/^\/out\//, ''), content })
  })
  return transpiled
}
