/** Finds a short text that a pattern takes, for deliveries that a test makes. */
import { Unsignable } from './unsignable.js'

const TOKEN =
  /\((?:\?:)?|\)|\||[*+?]\??|\{\d+(?:,\d*)?\}\??|\[(?:\\.|[^\]\\])*\]|\\(?:[pPu]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|.)|./gsu

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']
const SIGNS = Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index))

/** @throws {Unsignable} where none is found: only the plain parts of patterns are understood */
export function samplePattern(pattern: string): string {
  const reader = new Reader(pattern.match(TOKEN) ?? [], [...LETTERS, ...SIGNS, ...pattern])
  const sample = reader.choice()
  if (new RegExp(pattern, 'u').test(sample)) return sample
  throw new Unsignable(`no text is known that the pattern ${pattern} takes`)
}

/** Takes the first of several ways, and repeats as seldom as it may. */
class Reader {
  readonly #tokens: readonly string[]
  readonly #characters: readonly string[]
  #at = 0

  constructor(tokens: readonly string[], characters: readonly string[]) {
    this.#tokens = tokens
    this.#characters = characters
  }

  choice(): string {
    const [first = ''] = this.#ways()
    return first
  }

  #ways(): readonly string[] {
    const ways = [this.#sequence()]
    while (this.#tokens[this.#at] === '|') {
      this.#at += 1
      ways.push(this.#sequence())
    }
    return ways
  }

  #sequence(): string {
    let text = ''
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (token === '|' || token === ')') break
      this.#at += 1
      const isGroup = token.startsWith('(')
      const one = isGroup ? this.choice() : this.#character(token)
      if (isGroup) this.#at += 1
      text += one.repeat(this.#least())
    }
    return text
  }

  #character(token: string): string {
    if (token === '^' || token === '$') return ''
    const pattern = new RegExp(`^${token}$`, 'u')
    return this.#characters.find((character) => pattern.test(character)) ?? ''
  }

  /** How often what came before has to be there. */
  #least(): number {
    const token = this.#tokens[this.#at] ?? ''
    if (!/^(?:[*+?]|\{\d)/.test(token)) return 1
    this.#at += 1
    const [, count] = /^\{(\d+)/.exec(token) ?? []
    return count === undefined ? Number(token.startsWith('+')) : Number(count)
  }
}
