/** Finds the regular expressions of sources: what is written between slashes, and what is made of a text. */
import ts from 'typescript'

export interface Found {
  readonly source: string
  readonly flags: string
  readonly line: number
}

/** Every expression of a source whose text is known, in the order they stand there. */
export function expressionsOf(file: string, text: string): readonly Found[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const found: Found[] = []
  const visit = (node: ts.Node) => {
    const one = readLiteral(node) ?? readConstructed(node)
    if (one !== undefined) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
      found.push({ ...one, line: line + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

type Expression = Omit<Found, 'line'>

function readLiteral(node: ts.Node): Expression | undefined {
  if (!ts.isRegularExpressionLiteral(node)) return undefined
  const end = node.text.lastIndexOf('/')
  return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) }
}

function readConstructed(node: ts.Node): Expression | undefined {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return undefined
  if (node.expression.text !== 'RegExp') return undefined
  const [source, flags] = node.arguments ?? []
  if (source === undefined || !ts.isStringLiteralLike(source)) return undefined
  return { source: source.text, flags: flags && ts.isStringLiteralLike(flags) ? flags.text : '' }
}
