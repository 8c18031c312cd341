/** Finds a number in JSON text, to give it back digit by digit: `1.0` must not become `1`. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/gsy
const BLANKS = /[\s]*/y

/** The text of the number at a path. The source has been parsed, so it is known to be JSON. */
export function numberText(source: Uint8Array, path: readonly string[]): string | undefined {
  const tokens = new Tokens(decoder.decode(source))
  for (const step of path) {
    const open = tokens.next()
    const found = open === '{' ? tokens.enterMember(step) : tokens.enterElement(Number(step))
    if (!found) return undefined
  }
  return tokens.next()
}

class Tokens {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  next(): string {
    BLANKS.lastIndex = this.#at
    BLANKS.exec(this.#text)
    TOKEN.lastIndex = BLANKS.lastIndex
    const token = TOKEN.exec(this.#text)?.[0] ?? ''
    this.#at = TOKEN.lastIndex
    return token
  }

  /** Moves to the value of a member: of the last one of that name, as `JSON.parse` does. */
  enterMember(name: string): boolean {
    let found = -1
    for (let key = this.next(); key !== '}'; key = this.next()) {
      if (key === ',') continue
      this.next()
      if (JSON.parse(key) === name) found = this.#at
      this.#skipValue()
    }
    if (found < 0) return false
    this.#at = found
    return true
  }

  enterElement(index: number): boolean {
    for (let skipped = 0; skipped < index; skipped++) {
      this.#skipValue()
      if (this.next() !== ',') return false
    }
    return true
  }

  #skipValue(): void {
    let depth = 0
    do {
      const token = this.next()
      if (token === '') return
      if (token === '{' || token === '[') depth += 1
      if (token === '}' || token === ']') depth -= 1
    } while (depth > 0)
  }
}
