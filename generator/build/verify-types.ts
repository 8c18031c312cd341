/** Proves that the text of the types holds types and nothing else. */
import type { ts } from 'ts-morph'
import { GeneratorBug } from '../errors.js'
import type { TypeScript } from './compiler.js'

/**
 * Checks that a file which parses declares types only, and each name once: two interfaces of one
 * name would be one to the compiler. The names that it exports are those that `exportedTypes` finds.
 *
 * @throws {GeneratorBug} where it does not: a schema may have found a way to print code
 */
export function verifyTypes(typescript: TypeScript, file: ts.SourceFile): void {
  const names = new Set<string>()
  const exported: string[] = []
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
    const [first] = statement.modifiers ?? []
    if (first?.kind === typescript.SyntaxKind.ExportKeyword) exported.push(name)
  }
  if (exported.join() !== exportedTypes(file.text).join()) {
    throw new GeneratorBug('the payload types export other names than their lines say')
  }
}

/** The names that the text of the types exports, each at the start of a line. */
export function exportedTypes(text: string): readonly string[] {
  return [...text.matchAll(/(?<![^\n])export (?:interface|type) ([\w$]+)/g)].map(
    ([, name = '']) => name,
  )
}
