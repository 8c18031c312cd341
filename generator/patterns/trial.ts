/** Takes a pattern apart into steps whose ways are at least those that an engine tries. */
import type { AST } from '@eslint-community/regexpp'
import type { ParsedPattern } from './parse.js'
import { type CharacterSets, type Step, StepWriter } from './steps.js'

const MAX_STEPS = 400
/** Repeated more often than this, a part may be taken for one that repeats without end. */
const MAX_COPIES = 8

export interface Trial {
  readonly steps: readonly Step[]
  readonly sets: CharacterSets
}

/**
 * The steps of a pattern, or nothing where that is too much. With `coarse`, counts above a few are
 * taken for no bound at all: fewer steps, and more ways than there are.
 */
export function trialSteps({ tree }: ParsedPattern, coarse: boolean): Trial | undefined {
  const writer = new TrialWriter(coarse)
  writer.whole(tree.alternatives)
  writer.write(['found'])
  return writer.obstacle === undefined ? { steps: writer.steps, sets: writer.sets } : undefined
}

class TrialWriter extends StepWriter {
  readonly #coarse: boolean

  constructor(coarse: boolean) {
    super(new Map(), MAX_STEPS)
    this.#coarse = coarse
  }

  /**
   * What nothing follows: a class that repeats at the very end can stop anywhere, so that none of
   * its ways is ever taken back.
   */
  whole(alternatives: readonly AST.Alternative[]): void {
    this.choose(
      alternatives.map(({ elements }) => () => {
        const last = elements.at(-1)
        this.sequence(elements.slice(0, -1))
        if (last?.type === 'Group' || last?.type === 'CapturingGroup') this.whole(last.alternatives)
        else if (last?.type === 'Quantifier' && isClass(last.element)) {
          this.repeat(last.element, last.min, last.min)
        } else if (last !== undefined) this.element(last)
      }),
    )
  }

  protected override repeat(node: AST.QuantifiableElement, least: number, most: number): void {
    const isCoarse = this.#coarse && Number.isFinite(most) && most > MAX_COPIES
    if (!isCoarse && !(this.#coarse && least > MAX_COPIES)) super.repeat(node, least, most)
    else if (isNullable(node)) this.obstacle ??= 'size'
    else super.repeat(node, Math.min(least, 1), Number.POSITIVE_INFINITY)
  }

  /** An engine tries what stands inside, and then goes on. Looking back is bounded, or given up. */
  protected override look({ kind, alternatives }: AST.LookaroundAssertion): void {
    const isShort = alternatives.every(
      ({ elements }) => elements.length <= MAX_COPIES && elements.every(isClass),
    )
    if (kind === 'lookbehind' && !isShort) this.obstacle ??= 'look-behind'
    // Behind a border that is none the way ends.
    this.optional(() => {
      this.alternatives(alternatives)
      this.write(['go'])
    })
  }

  /** A reference reads what its group has read: the group could be read again in as many ways. */
  protected override refer(node: AST.Backreference): void {
    const { resolved } = node
    const groups = Array.isArray(resolved) ? resolved : [resolved]
    const outer = groups.filter((group) => !isInside(node, group))
    if (outer.length === 0) return
    this.optional(() =>
      this.choose(outer.map((group) => () => this.alternatives(group.alternatives))),
    )
  }
}

function isClass({ type }: AST.Node): boolean {
  return type === 'Character' || type === 'CharacterClass' || type === 'CharacterSet'
}

/** Whether an element may take no character at all. */
function isNullable(node: AST.Element): boolean {
  if (node.type === 'Quantifier') return node.min === 0 || isNullable(node.element)
  if (node.type !== 'Group' && node.type !== 'CapturingGroup') return !isClass(node)
  return node.alternatives.some(({ elements }) => elements.every(isNullable))
}

/** Inside its own group a reference finds nothing that was read. */
function isInside(node: AST.Node, group: AST.CapturingGroup): boolean {
  return node.start >= group.start && node.end <= group.end
}
