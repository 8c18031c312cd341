/** Makes the built files of modules, each from its own text alone. */
import type { ts } from 'ts-morph'
import { showInvisible } from '../print/invisible.js'
import type { Compiler, TypeScript } from './compiler.js'
import { refuseErrors } from './refuse.js'
import { renameToCjs } from './specifiers.js'
import { surveyOf, surveyText } from './survey.js'
import { type Transpiled, toCommonJs, toEsm } from './transpile.js'
import type { BuiltModule, BuiltText, TextFile } from './types.js'

const DECLARATION = /\.d\.ts$/
/** A program holds all of its trees until it is done: thousands of modules at once take gigabytes. */
const MODULES_AT_A_TIME = 100

/** What becomes of each module, by its path. @throws {GeneratorBug} where an export does not say its type */
export function makeModules(
  compiler: Compiler,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, BuiltModule> {
  const built = new Map<string, BuiltModule>()
  const sources: TextFile[] = []
  for (const [path, content] of texts) {
    const module = makePlainly(compiler.ts, { path, content })
    if (module === undefined) sources.push({ path, content })
    else built.set(path, module)
  }
  for (let from = 0; from < sources.length; from += MODULES_AT_A_TIME) {
    const some = sources.slice(from, from + MODULES_AT_A_TIME)
    for (const [path, module] of transpileAll(compiler, some)) built.set(path, module)
  }
  return built
}

/** A declaration stays as it is, and so do types: printing GitHub's anew takes half a second. */
function makePlainly(typescript: TypeScript, { path, content }: TextFile): BuiltModule | undefined {
  const name = path.replace(/(?:\.d)?\.ts$/, '.d.ts')
  const file = typescript.createSourceFile(name, content, typescript.ScriptTarget.ES2022)
  const survey = surveyOf(typescript, file)
  if (DECLARATION.test(path)) {
    return { dts: { text: content, survey }, dcts: commonDeclaration(typescript, path, content) }
  }
  if (survey.modules.length > 0 || !file.statements.every(isType)) return undefined
  // Without an export of that kind, a declaration exports all that it holds.
  const isPartly = file.statements.some((statement) => !isExported(typescript, statement))
  const dts = { text: isPartly ? `${content}\nexport {}\n` : content, survey }
  const [banner = ''] = /^\/\/.*\n/.exec(content) ?? []
  const empty = (text: string) => ({ text: banner + text, survey: { modules: [], faults: [] } })
  return { js: empty(EMPTY_ESM), dts, cjs: empty(EMPTY_CJS), dcts: dts }

  function isType(statement: ts.Statement): boolean {
    return (
      typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement)
    )
  }
}

function isExported(typescript: TypeScript, statement: ts.Statement): boolean {
  if (!typescript.canHaveModifiers(statement)) return false
  return (
    statement.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword) ?? false
  )
}

const EMPTY_ESM = 'export {};\n'
const EMPTY_CJS = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n'

function transpileAll(
  compiler: Compiler,
  sources: readonly TextFile[],
): readonly (readonly [string, BuiltModule])[] {
  const { ts } = compiler
  const esm = textsOf(compiler, toEsm(ts, sources))
  const renamed = [...esm]
    .filter(([path]) => path.endsWith('.js'))
    .map(([path, content]) => ({ path, content: withCjsNames(ts, path, content) }))
  const cjs = textsOf(compiler, toCommonJs(ts, renamed))
  return sources.map(({ path }) => {
    const stem = path.replace(/\.ts$/, '')
    const dts = esm.get(`${stem}.d.ts`) ?? ''
    const module = {
      js: builtText(ts, `${stem}.js`, esm.get(`${stem}.js`) ?? ''),
      dts: builtText(ts, `${stem}.d.ts`, dts),
      cjs: builtText(ts, `${stem}.cjs`, cjs.get(`${stem}.js`) ?? ''),
      dcts: commonDeclaration(ts, `${stem}.d.ts`, dts),
    }
    return [path, module]
  })
}

function textsOf(compiler: Compiler, { files, diagnostics }: Transpiled): Map<string, string> {
  refuseErrors(compiler, diagnostics, 'has types that cannot be declared')
  // The compiler prints some texts as they are, whatever their literals were.
  return new Map(files.map(({ path, content }) => [path, showInvisible(content, '\n\r\t')]))
}

function commonDeclaration(typescript: TypeScript, path: string, content: string): BuiltText {
  const text = withCjsNames(typescript, path, content)
  return builtText(typescript, path.replace(DECLARATION, '.d.cts'), text)
}

function withCjsNames(typescript: TypeScript, path: string, content: string): string {
  const file = typescript.createSourceFile(path, content, typescript.ScriptTarget.ES2022)
  return renameToCjs(typescript, file)
}

function builtText(typescript: TypeScript, path: string, content: string): BuiltText {
  return { text: content, survey: surveyText(typescript, { path, content }) }
}
