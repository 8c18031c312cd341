/** Finds a number in JSON text, to give it back digit by digit: `1.0` must not become `1`. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/gsy
const BLANKS = /[\s]*/y

/** The text of the number at a path. The source has been parsed, so it is known to be JSON. */
export function numberText(
  source: Uint8Array | string,
  path: readonly string[],
): string | undefined {
  const tokens = new Tokens(typeof source === 'string' ? source : decoder.decode(source))
  return tokens.enter(path) ? tokens.next() : undefined
}

/** The text of the value at a path, whatever it is. */
export function valueText(source: Uint8Array, path: readonly string[]): string | undefined {
  const tokens = new Tokens(decoder.decode(source))
  return tokens.enter(path) ? tokens.takeValue() : undefined
}

/** The text of every element of the array at a path, in one walk. */
export function elementTexts(source: Uint8Array, path: readonly string[]): readonly string[] {
  const tokens = new Tokens(decoder.decode(source))
  return tokens.enter(path) && tokens.next() === '[' ? tokens.elements() : []
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

  /** Moves to the value at a path. */
  enter(path: readonly string[]): boolean {
    return path.every((step) => {
      return this.next() === '{' ? this.enterMember(step) : this.enterElement(Number(step))
    })
  }

  /** The texts of an array whose bracket was read. */
  elements(): readonly string[] {
    const texts: string[] = []
    do texts.push(this.takeValue())
    while (this.next() === ',')
    return texts
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

  /** The text of the next value. */
  takeValue(): string {
    const start = this.#at
    this.#skipValue()
    return this.#text.slice(start, this.#at).trim()
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
