/** Takes a pattern apart into the searches that a receiver runs in one pass each. */
import type { AST } from '@eslint-community/regexpp'
import type { ParsedPattern } from './parse.js'
import { type CharacterSets, type Obstacle, type Step, StepWriter } from './steps.js'

/** As `templates/runtime/checks/linear-pattern.ts` takes it. */
export interface LinearPattern {
  readonly unicode: boolean
  readonly sets: readonly string[]
  readonly searches: readonly { readonly backward: boolean; readonly steps: readonly Step[] }[]
}

/** What became of a pattern. */
export interface LinearSearches {
  readonly sets: CharacterSets
  readonly searches: LinearPattern['searches'][number][]
}

interface Written extends LinearSearches {
  /** The search of each look: a repetition copies the look and shares the search. */
  readonly looks: Map<AST.LookaroundAssertion, number>
}

/** More steps than this are more than a pattern is worth. */
const MAX_STEPS = 2000
/** Each takes one byte for each character of a text. */
const MAX_SEARCHES = 16

/** The searches of a pattern, or what keeps it from being run so. */
export function linearSearches({ tree }: ParsedPattern): LinearSearches | Obstacle {
  const written: Written = { sets: new Map(), searches: [], looks: new Map() }
  const obstacle = writeSearch(tree.alternatives, written, false)
  return obstacle ?? written
}

class SearchWriter extends StepWriter {
  readonly #written: Written

  constructor(written: Written, backward: boolean) {
    super(written.sets, MAX_STEPS, backward)
    this.#written = written
  }

  /**
   * A look becomes a search of its own, run before: one that looks ahead is read backward from
   * where it ends, so that it is known for each position at which it begins.
   */
  protected override look(node: AST.LookaroundAssertion): void {
    const { looks, searches } = this.#written
    if (!looks.has(node)) {
      this.obstacle ??= writeSearch(node.alternatives, this.#written, node.kind === 'lookahead')
      looks.set(node, searches.length - 1)
    }
    this.write(['look', looks.get(node) ?? 0, !node.negate])
  }

  protected override refer(): void {
    this.obstacle ??= 'reference'
  }
}

function writeSearch(
  alternatives: readonly AST.Alternative[],
  written: Written,
  backward: boolean,
): Obstacle | undefined {
  const writer = new SearchWriter(written, backward)
  writer.alternatives(alternatives)
  writer.write(['found'])
  if (writer.obstacle !== undefined) return writer.obstacle
  written.searches.push({ backward, steps: writer.steps })
  const size = written.searches.reduce((sum, { steps }) => sum + steps.length, 0)
  return size > MAX_STEPS || written.searches.length > MAX_SEARCHES ? 'size' : undefined
}
