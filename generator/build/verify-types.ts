/** Proves that the text of the types holds types and nothing else. */
import type { ts } from 'ts-morph'
import { GeneratorBug } from '../errors.js'
import type { TypeScript } from './compiler.js'

/**
 * Checks that a file which parses declares types only, and each name once: two interfaces of one
 * name would be one to the compiler.
 *
 * @throws {GeneratorBug} where it does not: a schema may have found a way to print code
 */
export function verifyTypes(typescript: TypeScript, file: ts.SourceFile): void {
  const names = new Set<string>()
  for (const statement of file.statements) {
    if (
      !typescript.isInterfaceDeclaration(statement) &&
      !typescript.isTypeAliasDeclaration(statement)
    ) {
      throw new GeneratorBug(`the payload types hold a ${typescript.SyntaxKind[statement.kind]}`)
    }
    const name = statement.name.text
    if (names.has(name)) throw new GeneratorBug(`the payload types declare ${name} anew`)
    names.add(name)
  }
}
