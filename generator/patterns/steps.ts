/** Takes a pattern apart into the steps of a search. */
import type { AST } from '@eslint-community/regexpp'

/** As `templates/runtime/checks/linear-pattern.ts` runs them. */
export type Step =
  | readonly ['take', set: number]
  | readonly ['go', ...ways: readonly number[]]
  | readonly ['at', edge: 'start' | 'end' | 'border' | 'inside']
  | readonly ['look', search: number, wanted: boolean]
  | readonly ['found']

/** A class of characters of the pattern: how it is written, and what it was read as. */
export interface CharacterSet {
  readonly source: string
  readonly node: AST.Character | AST.CharacterClass | AST.CharacterSet
}

/** The sets of a pattern, each once. */
export type CharacterSets = Map<string, CharacterSet>

/** What steps cannot say of a pattern. */
export type Obstacle = 'size' | 'reference' | 'look-behind'

/** Writes the steps of one search; what becomes of looks and references differs. */
export abstract class StepWriter {
  readonly steps: Step[] = []
  readonly sets: CharacterSets
  /** What kept it from writing all of the pattern. */
  obstacle: Obstacle | undefined
  readonly #limit: number
  readonly #backward: boolean

  constructor(sets: CharacterSets, limit: number, backward = false) {
    this.sets = sets
    this.#limit = limit
    this.#backward = backward
  }

  protected abstract look(node: AST.LookaroundAssertion): void
  protected abstract refer(node: AST.Backreference): void

  alternatives(alternatives: readonly AST.Alternative[]): void {
    this.choose(
      alternatives.map(
        ({ elements }) =>
          () =>
            this.sequence(elements),
      ),
    )
  }

  protected sequence(elements: readonly AST.Element[]): void {
    for (const element of this.#backward ? [...elements].reverse() : elements) this.element(element)
  }

  protected element(node: AST.Element): void {
    switch (node.type) {
      case 'Assertion':
        if (node.kind === 'lookahead' || node.kind === 'lookbehind') this.look(node)
        else if (node.kind === 'word') this.write(['at', node.negate ? 'inside' : 'border'])
        else this.write(['at', node.kind])
        break
      case 'Backreference':
        this.refer(node)
        break
      case 'Group':
      case 'CapturingGroup':
        this.alternatives(node.alternatives)
        break
      case 'Quantifier':
        this.repeat(node.element, node.min, node.max)
        break
      case 'Character':
      case 'CharacterClass':
      case 'CharacterSet':
        this.#take(node)
        break
      default:
        throw new TypeError('only the flag v brings such a class')
    }
  }

  protected repeat(node: AST.QuantifiableElement, least: number, most: number): void {
    for (let count = 0; count < least && this.obstacle === undefined; count++) this.element(node)
    if (most === Number.POSITIVE_INFINITY) {
      const fork = this.steps.length
      this.optional(() => {
        this.element(node)
        this.write(['go', fork])
      })
    }
    const ends: number[] = []
    for (let count = least; Number.isFinite(most) && count < most; count++) {
      if (this.obstacle !== undefined) return
      ends.push(this.write(['go']))
      this.element(node)
    }
    for (const fork of ends) this.steps[fork] = ['go', fork + 1, this.steps.length]
  }

  /** Writes each way behind a step from which all of them go out, and lets them meet. */
  protected choose(ways: readonly (() => void)[]): void {
    const fork = ways.length > 1 ? this.write(['go']) : -1
    const starts: number[] = []
    const ends: number[] = []
    for (const way of ways) {
      starts.push(this.steps.length)
      way()
      if (starts.length < ways.length) ends.push(this.write(['go']))
    }
    if (fork === -1 || this.obstacle !== undefined) return
    this.steps[fork] = ['go', ...starts]
    for (const end of ends) this.steps[end] = ['go', this.steps.length]
  }

  protected optional(way: () => void): void {
    const fork = this.write(['go'])
    way()
    if (this.obstacle === undefined) this.steps[fork] = ['go', fork + 1, this.steps.length]
  }

  /** Adds a step and returns its number. */
  write(step: Step): number {
    if (this.steps.length >= this.#limit) this.obstacle ??= 'size'
    return this.obstacle === undefined ? this.steps.push(step) - 1 : 0
  }

  #take(node: CharacterSet['node']): void {
    const source = sourceOf(node)
    const known = [...this.sets.keys()].indexOf(source)
    if (known === -1) this.sets.set(source, { source, node })
    this.write(['take', known === -1 ? this.sets.size - 1 : known])
  }
}

/** A class by itself. Characters are escaped: what they are may depend on what surrounds them. */
function sourceOf(node: CharacterSet['node']): string {
  if (node.type !== 'Character') return node.raw
  const hex = node.value.toString(16)
  return node.value > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
