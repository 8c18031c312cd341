/** Sorts all characters by which classes of a pattern they are in. */
import type { AST } from '@eslint-community/regexpp'
import type { ParsedPattern } from './parse.js'
import type { CharacterSet } from './steps.js'

/** The indexes of the sets that hold some character; no two characters of one kind differ. */
export type CharacterKind = ReadonlySet<number>

const LAST_UNIT = 0xffff
const LAST_CODE_POINT = 0x10ffff

/** The kinds of characters that a pattern tells apart. */
export function characterKinds(
  sets: Iterable<CharacterSet>,
  flags: ParsedPattern['flags'],
): readonly CharacterKind[] {
  const list = [...sets]
  const starts = new Set([0, ...list.flatMap(({ node }) => borders(node, flags))])
  const expressions = list.map(({ source }) => new RegExp(`^(?:${source})$`, flags))
  const kinds = new Map<string, CharacterKind>()
  for (const start of starts) {
    if (start > (flags === 'u' ? LAST_CODE_POINT : LAST_UNIT)) continue
    const character = String.fromCodePoint(start)
    const kind = expressions.flatMap((one, index) => (one.test(character) ? [index] : []))
    kinds.set(kind.join(), new Set(kind))
  }
  return [...kinds.values()]
}

/** The first characters of all stretches that are wholly in the class or wholly out of it. */
function borders(
  node: CharacterSet['node'] | AST.CharacterClassElement,
  flags: ParsedPattern['flags'],
): readonly number[] {
  if (node.type === 'Character') return [node.value, node.value + 1]
  if (node.type === 'CharacterClassRange') return [node.min.value, node.max.value + 1]
  if (node.type === 'CharacterClass') return node.elements.flatMap((one) => borders(one, flags))
  return node.type === 'CharacterSet' ? searchBorders(node, flags) : []
}

const known = new Map<string, readonly number[]>()

/** What `\w` and its like hold is best asked of the engine. */
function searchBorders({ raw, kind }: AST.CharacterSet, flags: string): readonly number[] {
  const key = `${flags} ${raw}`
  const found = known.get(key) ?? []
  if (known.has(key)) return found
  const expression = new RegExp(raw, flags)
  const last = kind === 'property' ? LAST_CODE_POINT : LAST_UNIT
  const borders: number[] = []
  let before = false
  for (let code = 0; code <= last + 1; code++) {
    const holds = code <= LAST_CODE_POINT && expression.test(String.fromCodePoint(code))
    if (holds !== before) borders.push(code)
    before = holds
  }
  known.set(key, borders)
  return borders
}
