/** Proves that the text of the types holds types and nothing else. */
import { ts } from 'ts-morph'
import { GeneratorBug } from '../../errors.js'

/**
 * Parses the text and checks that it declares each name once, and no other.
 *
 * @throws {GeneratorBug} where it does not: a schema may have found a way to print code
 */
export function verifyTypes(text: string, names: ReadonlySet<string>): void {
  const file = ts.createSourceFile('types.ts', text, ts.ScriptTarget.ES2022)
  // Sound: the compiler sets it on every file that it has parsed; it is only not declared.
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] }
  const [problem] = parseDiagnostics
  if (problem !== undefined) {
    const message = ts.flattenDiagnosticMessageText(problem.messageText, ' ')
    throw new GeneratorBug(`the payload types do not parse: ${message}`)
  }
  const missing = new Set(names)
  for (const statement of file.statements) {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) {
      throw new GeneratorBug(`the payload types hold a ${ts.SyntaxKind[statement.kind]}`)
    }
    const name = statement.name.text
    if (!missing.delete(name)) throw new GeneratorBug(`the payload types declare ${name} anew`)
  }
  if (missing.size > 0) {
    throw new GeneratorBug(`the payload types lack ${[...missing].join(', ')}`)
  }
}
