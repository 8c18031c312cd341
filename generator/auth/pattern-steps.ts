/** Reads a regular expression as an automaton: which characters may follow which. */

/** One character or class of the pattern (a position of Glushkov's automaton). */
export interface Step {
  /** What it takes, out of a sample of all characters. */
  readonly characters: ReadonlySet<string>
  readonly next: Set<Step>
  /** Whether there are two ways to one of the next steps, as to the second `a` in `(a+)+`. */
  hasTwoWays: boolean
}

export interface Steps {
  readonly first: ReadonlySet<Step>
  readonly steps: ReadonlySet<Step>
}

interface Part {
  readonly first: ReadonlySet<Step>
  readonly last: ReadonlySet<Step>
  readonly isOptional: boolean
}

const NOTHING: Part = { first: new Set(), last: new Set(), isOptional: true }

/** Groups, quantifiers and the rest; whatever comes last is one character or class. */
const TOKEN =
  /\((?:\?(?:<?[=!]|:|<[^>]*>|[a-z-]*:))?|\)|\||[*+?]\??|\{\d+(?:,\d*)?\}\??|\[(?:\\.|[^\]\\])*\]|\\(?:[pPu]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|k<[^>]*>|.)|./gsu

/** The automaton, or what it cannot express. The pattern is known to be valid with the `u` flag. */
export function parsePattern(pattern: string): Steps | string {
  const tokens = pattern.match(TOKEN) ?? []
  if (tokens.some((token) => /^\\[1-9k]/.test(token))) return 'a back reference'
  if (tokens.some((token) => /^\(\?<?[=!]/.test(token))) return 'a look-around'
  const reader = new Reader(tokens, sampleFor(pattern))
  const { first } = reader.choice()
  return { first, steps: reader.steps }
}

class Reader {
  readonly steps = new Set<Step>()
  readonly #tokens: readonly string[]
  readonly #sample: readonly string[]
  #at = 0

  constructor(tokens: readonly string[], sample: readonly string[]) {
    this.#tokens = tokens
    this.#sample = sample
  }

  choice(): Part {
    let all = this.#sequence()
    while (this.#tokens[this.#at] === '|') {
      this.#at += 1
      const other = this.#sequence()
      all = {
        first: new Set([...all.first, ...other.first]),
        last: new Set([...all.last, ...other.last]),
        isOptional: all.isOptional || other.isOptional,
      }
    }
    return all
  }

  #sequence(): Part {
    let all = NOTHING
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      const part = this.#quantified(token)
      link(all.last, part.first)
      all = {
        first: all.isOptional ? new Set([...all.first, ...part.first]) : all.first,
        last: part.isOptional ? new Set([...all.last, ...part.last]) : part.last,
        isOptional: all.isOptional && part.isOptional,
      }
    }
    return all
  }

  /** The next token of a sequence, if it does not end here. */
  #peek(): string | undefined {
    const token = this.#tokens[this.#at]
    return token === '|' || token === ')' ? undefined : token
  }

  #quantified(token: string): Part {
    this.#at += 1
    const isGroup = token.startsWith('(')
    const part = isGroup ? this.choice() : this.#atom(token)
    if (isGroup) this.#at += 1
    const [, quantifier] = /^([*+?]|\{.*\})\??$/s.exec(this.#tokens[this.#at] ?? '') ?? []
    if (quantifier === undefined) return part
    this.#at += 1
    // A count without a range leaves no choice, so one character many times is still one step.
    const isFixed = !isGroup && /^\{\d+\}$/.test(quantifier)
    if (!isFixed && quantifier !== '?') link(part.last, part.first)
    return /^(?:[*?]|\{0)/.test(quantifier) ? { ...part, isOptional: true } : part
  }

  #atom(token: string): Part {
    if (/^(?:\^|\$|\\[bB])$/.test(token)) return NOTHING
    const one = new RegExp(`^${token}$`, 'u')
    const characters = new Set(this.#sample.filter((character) => one.test(character)))
    const step: Step = { characters, next: new Set(), hasTwoWays: false }
    this.steps.add(step)
    return { first: new Set([step]), last: new Set([step]), isOptional: false }
  }
}

function link(from: ReadonlySet<Step>, to: ReadonlySet<Step>): void {
  for (const step of from) {
    for (const next of to) {
      step.hasTwoWays ||= step.next.has(next)
      step.next.add(next)
    }
  }
}

/** All of Latin, every sixty-first character besides, and those that the pattern names. */
function sampleFor(pattern: string): readonly string[] {
  const sample = new Set(pattern)
  for (let code = 0; code < 0x250; code++) sample.add(String.fromCodePoint(code))
  for (let code = 0x250; code < 0x1_f700; code += 61) {
    if (code < 0xd800 || code > 0xdfff) sample.add(String.fromCodePoint(code))
  }
  return [...sample]
}
