/** Proves of the built files, before any is written, that they keep the promises of an SDK. */
import type { ts } from 'ts-morph'
import { GeneratorBug } from '../errors.js'
import type { TypeScript } from './compiler.js'
import { type Specifier, specifierOf, walk } from './specifiers.js'
import type { TextFile } from './types.js'

/** Names of code that makes code: an SDK runs where a content policy forbids it. */
const EVALUATORS = new Set(['eval', 'Function'])

/**
 * Checks that every module named is a file of the SDK, in the module system of the file that names
 * it; that no declaration says `any`; and that nothing evaluates text.
 *
 * @throws {GeneratorBug} listing every broken promise
 */
export function proveDist(typescript: TypeScript, files: readonly TextFile[]): void {
  const paths = new Set(files.map((file) => file.path))
  const broken = files.flatMap((file) => faultsOf(typescript, file, paths))
  if (broken.length > 0) {
    throw new GeneratorBug(`the built code breaks a promise:\n${broken.join('\n')}`)
  }
}

/** An import line as the validators' printer writes it, in either module system. */
const PRINTED_IMPORT =
  /^(?:import \{ [\w$, ]+ \} from|const \{ [\w$, :]+ \} = require\() ?'([^'\\]+)'\)?$/
const TELLING = /\b(?:import|from|require|eval|Function)\b/

function faultsOf(typescript: TypeScript, built: TextFile, paths: ReadonlySet<string>): string[] {
  if (isPlainlyHarmless(built, paths)) return []
  const { path, content } = built
  const isScript = path.endsWith('js')
  const name = isScript ? path.replace(/\.cjs$/, '.js') : path
  const file = typescript.createSourceFile(name, content, typescript.ScriptTarget.ES2022)
  const faults: string[] = []
  const report = (node: ts.Node, what: string) => {
    const { line } = typescript.getLineAndCharacterOfPosition(file, node.getStart(file))
    faults.push(`${path}:${line + 1} ${what}`)
  }
  walk(typescript, file, (node) => {
    const specifier = specifierOf(typescript, node)
    const fault = specifier && specifierFault(path, specifier, paths)
    if (fault) report(node, fault)
    if (!isScript && node.kind === typescript.SyntaxKind.AnyKeyword) report(node, 'says any')
    if (isScript && isEvaluation(typescript, node)) report(node, 'evaluates text as code')
  })
  return faults
}

/**
 * Whether a script names modules in its printed import lines only, all of them right, and says
 * nothing else that could be a fault. Parsing the validators of a large provider takes a second;
 * nearly all of them are settled here, and the rest, such as those with "import" in a text, there.
 */
function isPlainlyHarmless({ path, content }: TextFile, paths: ReadonlySet<string>): boolean {
  if (!/\/validators\/.*js$/.test(path)) return false
  const isCjs = path.endsWith('.cjs')
  return content.split('\n').every((line) => {
    if (!TELLING.test(line)) return true
    const [, specifier] = PRINTED_IMPORT.exec(line) ?? []
    if (specifier === undefined || line.startsWith('const') !== isCjs) return false
    const target = new URL(specifier, `file:///${path}`).pathname.slice(1)
    return /^\.\.?\//.test(specifier) && target.endsWith('.cjs') === isCjs && paths.has(target)
  })
}

function specifierFault(
  path: string,
  { kind, literal }: Specifier,
  paths: ReadonlySet<string>,
): string | undefined {
  if (literal === undefined) return 'names a module that only the running code knows'
  const quoted = JSON.stringify(literal.text)
  if (path.endsWith('.cjs') ? kind !== 'require' : kind === 'require') {
    return `loads ${quoted} in the other module system`
  }
  if (!/^\.\.?\//.test(literal.text)) return `imports ${quoted}, which is not part of the SDK`
  const target = new URL(literal.text, `file:///${path}`).pathname.slice(1)
  const suffix = /\.d\.c?ts$/.exec(path)?.[0]
  const wanted = suffix === undefined ? target : target.replace(/\.c?js$/, suffix)
  if (target.endsWith('.cjs') !== /\.(cjs|cts)$/.test(path) || !paths.has(wanted)) {
    return `imports ${quoted}, which does not exist`
  }
  return undefined
}

function isEvaluation(typescript: TypeScript, node: ts.Node): boolean {
  if (!typescript.isCallExpression(node) && !typescript.isNewExpression(node)) return false
  return typescript.isIdentifier(node.expression) && EVALUATORS.has(node.expression.text)
}
