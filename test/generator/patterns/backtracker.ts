/** Matches as ECMAScript describes it, trying one way after another, and counts what it tries. */
import type { AST } from '@eslint-community/regexpp'
import type { ParsedPattern } from '../../../generator/patterns/parse.js'

/** Goes on behind a match, at a position. */
type Onward = (position: number) => boolean

/** How many characters are compared while a pattern is looked for in a text, up to `most`. */
export function countComparisons(pattern: ParsedPattern, text: string, most: number): number {
  const { tree, flags } = pattern
  const matcher = new Backtracker([...text], most, flags)
  const isFound = (start: number) => matcher.choice(tree.alternatives, start, () => true)
  for (let start = 0; start <= [...text].length && matcher.count < most; start++) {
    if (isFound(start)) break
  }
  return matcher.count
}

class Backtracker {
  count = 0
  readonly #text: readonly string[]
  readonly #most: number
  readonly #flags: ParsedPattern['flags']
  readonly #classes = new Map<string, RegExp>()
  readonly #captured = new Map<AST.CapturingGroup, readonly string[] | undefined>()

  constructor(text: readonly string[], most: number, flags: ParsedPattern['flags']) {
    this.#text = text
    this.#most = most
    this.#flags = flags
  }

  choice(ways: readonly AST.Alternative[], at: number, onward: Onward): boolean {
    return ways.some(({ elements }) => this.#sequence(elements, at, onward))
  }

  #sequence(elements: readonly AST.Element[], at: number, onward: Onward): boolean {
    const [first, ...rest] = elements
    if (first === undefined) return onward(at)
    return this.#element(first, at, (next) => this.#sequence(rest, next, onward))
  }

  #element(node: AST.Element, at: number, onward: Onward): boolean {
    if (this.count >= this.#most) return true
    if (node.type === 'Group') return this.choice(node.alternatives, at, onward)
    if (node.type === 'CapturingGroup') {
      return this.choice(node.alternatives, at, (end) => {
        const before = this.#captured.get(node)
        this.#captured.set(node, this.#text.slice(at, end))
        if (onward(end)) return true
        this.#captured.set(node, before)
        return false
      })
    }
    if (node.type === 'Quantifier') return this.#repeat(node, { at, round: 0 }, onward)
    if (node.type === 'Assertion') return this.#holds(node, at) && onward(at)
    if (node.type === 'Backreference') {
      const group = Array.isArray(node.resolved) ? undefined : node.resolved
      const copy = (group && this.#captured.get(group)) ?? []
      this.count += copy.length
      return copy.every((one, index) => this.#text[at + index] === one) && onward(at + copy.length)
    }
    this.count++
    const character = this.#text[at]
    return character !== undefined && this.#classOf(node.raw).test(character) && onward(at + 1)
  }

  #classOf(raw: string): RegExp {
    const known = this.#classes.get(raw) ?? new RegExp(`^(?:${raw})$`, this.#flags)
    this.#classes.set(raw, known)
    return known
  }

  #repeat(
    node: AST.Quantifier,
    { at, round }: { readonly at: number; readonly round: number },
    onward: Onward,
  ): boolean {
    const { min, max, greedy, element } = node
    const more = (): boolean =>
      round < max &&
      this.#element(element, at, (next) => {
        // What read nothing is not repeated, once there are as many as there must be.
        if (next === at && round >= min) return false
        return this.#repeat(node, { at: next, round: round + 1 }, onward)
      })
    if (round < min) return more()
    return greedy ? more() || onward(at) : onward(at) || more()
  }

  #holds(node: AST.Assertion, at: number): boolean {
    if (node.kind === 'start') return at === 0
    if (node.kind === 'end') return at === this.#text.length
    if (node.kind === 'lookahead') {
      return this.choice(node.alternatives, at, () => true) !== node.negate
    }
    if (node.kind !== 'word') throw new Error('nothing looks back here')
    const isWord = (index: number) => /^\w$/.test(this.#text[index] ?? '')
    return (isWord(at - 1) !== isWord(at)) !== node.negate
  }
}
