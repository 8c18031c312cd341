/** Reads structured fields (RFC 8941) strictly: what is malformed is undefined, never guessed. */
import { decodeBase64 } from '../bytes.js'
import { trimmed } from '../ends.js'
import type { BareItem, InnerList, Item, Member, Parameters } from './structured-fields.js'

/** Longer fields are refused: parsing is work that an unsigned sender asks for. */
const MAX_FIELD_LENGTH = 16_384

const KEY = /[a-z*][a-z0-9_.*-]*/y
const NUMBER = /-?(?:\d{1,12}\.\d{1,3}|\d{1,15})(?![\d.])/y
const STRING = /"((?:[ !#-[\]-~]|\\["\\])*)"/y
const TOKEN = /[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*/y
const BYTES = /:([A-Za-z0-9+/]*={0,2}):/y
const BOOLEAN = /\?([01])/y
const SPACES = / */y
const COMMA = /[ \t]*,[ \t]*/y

/**
 * Reads a dictionary; undefined where it is malformed.
 *
 * Stricter than the RFC in one point: a key that stands there twice is refused, instead of the
 * last one winning, so that no two readers can see different signatures.
 */
export function parseDictionary(text: string): ReadonlyMap<string, Member> | undefined {
  return parseWith(text, (reader) => {
    const members = new Map<string, Member>()
    do {
      const key = reader.key()
      if (members.has(key)) throw new Malformed()
      members.set(key, reader.member())
    } while (reader.skip(COMMA))
    return members
  })
}

/** Reads a single item, such as a component identifier; undefined where it is malformed. */
export function parseItem(text: string): Item | undefined {
  return parseWith(text, (reader) => reader.item())
}

/** Reads a list without inner lists; undefined where it is malformed, or empty. */
export function parseItems(text: string): readonly Item[] | undefined {
  return parseWith(text, (reader) => {
    const items: Item[] = []
    do items.push(reader.item())
    while (reader.skip(COMMA))
    return items
  })
}

class Malformed extends Error {}

function parseWith<T>(text: string, read: (reader: Reader) => T): T | undefined {
  if (text.length > MAX_FIELD_LENGTH) return undefined
  const reader = new Reader(trimmed(text, ' '))
  try {
    const value = read(reader)
    return reader.isAtEnd() ? value : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length
  }

  skip(pattern: RegExp): boolean {
    return this.#match(pattern) !== undefined
  }

  key(): string {
    return this.#match(KEY)?.[0] ?? fail()
  }

  /** What follows a key: `=` and a value, or nothing, which stands for true. */
  member(): Member {
    if (this.#take('=')) return this.#take('(') ? this.#innerList() : this.item()
    return { bare: { kind: 'boolean', value: true }, parameters: this.#parameters() }
  }

  item(): Item {
    return { bare: this.#bare(), parameters: this.#parameters() }
  }

  #innerList(): InnerList {
    const items: Item[] = []
    for (;;) {
      this.skip(SPACES)
      if (this.#take(')')) return { items, parameters: this.#parameters() }
      items.push(this.item())
      const next = this.#text[this.#at]
      if (next !== ' ' && next !== ')') fail()
    }
  }

  #parameters(): Parameters {
    const parameters = new Map<string, BareItem>()
    while (this.#take(';')) {
      this.skip(SPACES)
      const key = this.key()
      if (parameters.has(key)) fail()
      parameters.set(key, this.#take('=') ? this.#bare() : { kind: 'boolean', value: true })
    }
    return parameters
  }

  #bare(): BareItem {
    const text = this.#match(STRING)?.[1]
    if (text !== undefined) return { kind: 'string', value: text.replace(/\\(.)/g, '$1') }
    const encoded = this.#match(BYTES)?.[1]
    if (encoded !== undefined) return { kind: 'bytes', value: readBytes(encoded) }
    const digits = this.#match(NUMBER)?.[0]
    if (digits?.includes('.')) return { kind: 'decimal', value: canonicalDecimal(digits) }
    if (digits !== undefined) return { kind: 'integer', value: Number(digits) }
    const flag = this.#match(BOOLEAN)?.[1]
    if (flag !== undefined) return { kind: 'boolean', value: flag === '1' }
    return { kind: 'token', value: this.#match(TOKEN)?.[0] ?? fail() }
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    return true
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text) ?? undefined
    if (match !== undefined) this.#at = pattern.lastIndex
    return match
  }
}

function fail(): never {
  throw new Malformed()
}

function readBytes(encoded: string): Uint8Array {
  if (encoded === '') return new Uint8Array()
  return decodeBase64(encoded) ?? fail()
}

/** RFC 8941 section 4.1.5: no zeros at either end but the one that has to be there. */
function canonicalDecimal(digits: string): string {
  return digits.replace(/^(-?)0+(?=\d)/, '$1').replace(/(\.\d{1,3}?)0{1,2}$/, '$1')
}
