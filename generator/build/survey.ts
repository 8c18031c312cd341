/** Looks through a built file for what its promises depend on. */
import type { ts } from 'ts-morph'
import type { TypeScript } from './compiler.js'
import { type Specifier, specifierOf, walk } from './specifiers.js'

/** Names of code that makes code: an SDK runs where a content policy forbids it. */
const EVALUATORS = new Set(['eval', 'Function'])

/** A module that a file names; `text` is absent where only the running code knows it. */
export interface NamedModule {
  readonly line: number
  readonly kind: Specifier['kind']
  readonly text?: string
}

/** What a file says, wherever it lies. */
export interface Survey {
  readonly modules: readonly NamedModule[]
  /** Promises that the file breaks by itself. */
  readonly faults: readonly { readonly line: number; readonly what: string }[]
}

/** The survey of a built file by its text. */
export function surveyText(
  typescript: TypeScript,
  { path, content }: { readonly path: string; readonly content: string },
): Survey {
  const name = path.endsWith('js') ? path.replace(/\.cjs$/, '.js') : path
  const file = typescript.createSourceFile(name, content, typescript.ScriptTarget.ES2022)
  return surveyOf(typescript, file)
}

/** Surveys a parsed file: declarations say no `any`, and scripts evaluate no text. */
export function surveyOf(typescript: TypeScript, file: ts.SourceFile): Survey {
  const isScript = !file.isDeclarationFile
  const modules: NamedModule[] = []
  const faults: { line: number; what: string }[] = []
  const lineOf = (node: ts.Node) =>
    typescript.getLineAndCharacterOfPosition(file, node.getStart(file)).line + 1
  walk(typescript, file, (node) => {
    const specifier = specifierOf(typescript, node)
    if (specifier !== undefined) {
      const { kind, literal } = specifier
      modules.push({ line: lineOf(node), kind, ...(literal && { text: literal.text }) })
    }
    if (!isScript && node.kind === typescript.SyntaxKind.AnyKeyword) {
      faults.push({ line: lineOf(node), what: 'says any' })
    }
    if (isScript && isEvaluation(typescript, node)) {
      faults.push({ line: lineOf(node), what: 'evaluates text as code' })
    }
  })
  return { modules, faults }
}

function isEvaluation(typescript: TypeScript, node: ts.Node): boolean {
  if (!typescript.isCallExpression(node) && !typescript.isNewExpression(node)) return false
  return typescript.isIdentifier(node.expression) && EVALUATORS.has(node.expression.text)
}
