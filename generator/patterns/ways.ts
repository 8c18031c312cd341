/** Counts the ways in which an engine that tries one after another can read the same text. */
import type { CharacterKind } from './characters.js'
import type { Step } from './steps.js'

export interface Bounds {
  /** The steps that may be tried for one character. */
  readonly most: number
  /** The characters of the longest text, where there is a longest. */
  readonly length: number
  /** Whether ways that have come to one step go on as one, as they do in a search of our own. */
  readonly merging: boolean
}

/** Longer searches for a proof than this are given up. */
const MAX_MOVES = 20_000
/** Steps between two characters. */
const MAX_PLAIN_STEPS = 500

/** For each step that takes a character, how many ways have come to it. */
type Ways = ReadonlyMap<number, number>

/** Where the ways from a step go before the next character, and how many steps that takes. */
interface Reach {
  readonly takes: Ways
  readonly steps: number
}

/**
 * Whether it is certain that no text makes an engine try more than `most` steps for any of its
 * characters. Every beginning of every text is looked at, those with the same ways once.
 */
export function isBounded(
  steps: readonly Step[],
  kinds: readonly CharacterKind[],
  { most, length, merging }: Bounds,
): boolean {
  const map = new StepMap(steps, most, merging)
  const start = map.reach(0, true)
  if (start === undefined) return false
  const seen = new Set<string>()
  let current: readonly Ways[] = [start.takes]
  let moves = 0
  for (let read = 0; read < length && current.length > 0; read++) {
    const next: Ways[] = []
    for (const ways of current) {
      for (const kind of kinds) {
        if (++moves > MAX_MOVES) return false
        const moved = map.move(ways, kind)
        if (moved === undefined) return false
        const key = [...moved].sort(([a], [b]) => a - b).join()
        if (!seen.has(key)) next.push(moved)
        seen.add(key)
      }
    }
    current = next
  }
  return true
}

class StepMap {
  readonly #steps: readonly Step[]
  readonly #most: number
  readonly #merging: boolean
  readonly #known = new Map<number, Reach | undefined>()

  constructor(steps: readonly Step[], most: number, merging: boolean) {
    this.#steps = steps
    this.#most = most
    this.#merging = merging
  }

  /** The ways after one more character, with those that begin behind it; nothing if too many. */
  move(ways: Ways, kind: CharacterKind): Ways | undefined {
    const moved = new Map<number, number>()
    const begin = this.#fromInside(0)
    if (begin === undefined) return undefined
    let tried = begin.steps
    for (const [step, count] of begin.takes) moved.set(step, count)
    for (const [step, count] of ways) {
      if (!kind.has(Number(this.#steps[step]?.[1]))) continue
      const reach = this.#fromInside(step + 1)
      if (reach === undefined) return undefined
      tried += count * reach.steps
      if (tried > this.#most) return undefined
      for (const [to, more] of reach.takes) {
        moved.set(to, this.#merging ? 1 : (moved.get(to) ?? 0) + count * more)
      }
    }
    return moved
  }

  #fromInside(step: number): Reach | undefined {
    if (!this.#known.has(step)) this.#known.set(step, this.reach(step, false))
    return this.#known.get(step)
  }

  /**
   * Follows every way to the next character. A repetition that read nothing is not repeated, so
   * no way comes to a step more than twice: at the end of one round of a repetition and in the next.
   */
  reach(from: number, isStart: boolean): Reach | undefined {
    const takes = new Map<number, number>()
    const onWay = new Map<number, number>()
    const limit = Math.min(this.#most, MAX_PLAIN_STEPS)
    let steps = 0
    const follow = (at: number): void => {
      const step = this.#steps[at]
      const visits = onWay.get(at) ?? 0
      if (step === undefined || visits === 2 || ++steps > limit) return
      onWay.set(at, visits + 1)
      if (step[0] === 'take') takes.set(at, this.#merging ? 1 : (takes.get(at) ?? 0) + 1)
      else if (step[0] === 'go') for (const way of step.slice(1)) follow(Number(way))
      // Behind the end of the text there is no character.
      else if (step[0] === 'at' && step[1] === 'end') steps++
      else if (step[0] === 'look' || (step[0] === 'at' && (isStart || step[1] !== 'start'))) {
        follow(at + 1)
      }
      onWay.set(at, visits)
    }
    follow(from)
    return steps > limit ? undefined : { takes, steps }
  }
}
