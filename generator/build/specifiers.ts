/** Finds the module specifiers in a parsed file, in each of the ways a module can be named. */
import type { ts } from 'ts-morph'
import type { TypeScript } from './compiler.js'

export interface Specifier {
  /** `dynamic` is `import(…)`, `type` is `import('…').T`, `require` is CommonJS. */
  readonly kind: 'static' | 'dynamic' | 'type' | 'require'
  /** Absent where the module is computed when the code runs. */
  readonly literal: ts.StringLiteralLike | undefined
}

/** The module that `node` names, where it names one. */
export function specifierOf(typescript: TypeScript, node: ts.Node): Specifier | undefined {
  if (typescript.isImportDeclaration(node)) return named('static', node.moduleSpecifier)
  if (typescript.isExportDeclaration(node)) {
    return node.moduleSpecifier && named('static', node.moduleSpecifier)
  }
  if (typescript.isImportTypeNode(node)) {
    const { argument } = node
    return named('type', typescript.isLiteralTypeNode(argument) ? argument.literal : undefined)
  }
  if (typescript.isCallExpression(node)) {
    const { expression } = node
    if (expression.kind === typescript.SyntaxKind.ImportKeyword) {
      return named('dynamic', node.arguments[0])
    }
    if (typescript.isIdentifier(expression) && expression.text === 'require') {
      return named('require', node.arguments[0])
    }
  }
  return undefined

  function named(kind: Specifier['kind'], at: ts.Node | undefined): Specifier {
    return { kind, literal: at && typescript.isStringLiteralLike(at) ? at : undefined }
  }
}

/** Calls `visit` for `file` and everything in it. */
export function walk(typescript: TypeScript, file: ts.SourceFile, visit: (node: ts.Node) => void) {
  const enter = (node: ts.Node): void => {
    visit(node)
    typescript.forEachChild(node, enter)
  }
  enter(file)
}

/** The text of `file` with every relative `.js` specifier turned into `.cjs`. */
export function renameToCjs(typescript: TypeScript, file: ts.SourceFile): string {
  const literals: ts.StringLiteralLike[] = []
  walk(typescript, file, (node) => {
    const literal = specifierOf(typescript, node)?.literal
    if (literal && /^\.\.?\/.*\.js$/s.test(literal.text)) literals.push(literal)
  })
  let text = file.text
  for (const literal of literals.sort((a, b) => b.end - a.end)) {
    const before = literal.end - "js'".length
    text = `${text.slice(0, before)}c${text.slice(before)}`
  }
  return text
}
