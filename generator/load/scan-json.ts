/** Reads JSON for what JSON.parse does not say: where things stand and what is wrong with them. */
import { joinPointer } from '../schema/pointer.js'
import { type JsonToken, nextToken, stringValue } from './json-lexer.js'
import { BAD_ESCAPE, clip, unexpected } from './json-messages.js'
import type { PlaceTree } from './text-places.js'

/** Levels of nesting that every later stage can follow by recursion. */
export const MAX_LEVELS = 500

export interface JsonProblem {
  readonly code: string
  readonly message: string
  readonly offset: number
  /** Present where the problem belongs to a value. */
  readonly pointer?: string
}

export interface JsonScan {
  readonly root: PlaceTree
  /** In the order of the text; a syntax error that leaves no doubt about the rest ends the scan. */
  readonly problems: readonly JsonProblem[]
}

/** What may come next, by state, in words; `close` ends the innermost array or object. */
const EXPECTED = {
  value: () => 'a value',
  first: () => 'a value or "]"',
  name: () => 'a property name in double quotes',
  'first-name': () => 'a property name in double quotes or "}"',
  colon: () => '":"',
  more: (close: string) => `"," or "${close}"`,
  end: () => 'the end of the file',
}

type State = keyof typeof EXPECTED

interface Frame {
  readonly close: '}' | ']'
  readonly members: Map<string, PlaceTree>
  /** The member that is being read. */
  name: string
}

/** Reads a text with a stack of its own: nesting cannot overflow it. */
export function scanJson(text: string): JsonScan {
  const scanner = new Scanner(text)
  while (scanner.step());
  return { root: scanner.root, problems: scanner.problems }
}

class Scanner {
  readonly problems: JsonProblem[] = []
  root: PlaceTree = { offset: 0 }
  readonly #text: string
  readonly #stack: Frame[] = []
  #state: State = 'value'
  #at = 0
  #comma = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Takes one token; false at the end, and where going on would only guess. */
  step(): boolean {
    const token = nextToken(this.#text, this.#at)
    this.#at = token.end
    if (token.kind === 'comment') {
      this.#reportOnce('comments are not JSON', token.start)
      return true
    }
    switch (this.#state) {
      case 'value':
      case 'first':
        return this.#value(token)
      case 'name':
      case 'first-name':
        return this.#name(token)
      case 'colon':
        if (token.kind !== ':') return this.#unexpected(token)
        this.#state = 'value'
        return true
      case 'more':
        return this.#more(token)
      case 'end':
        return token.kind === 'end' ? false : this.#unexpected(token)
    }
  }

  #value(token: JsonToken): boolean {
    switch (token.kind) {
      case '{':
      case '[':
        return this.#open(token)
      case ']':
        return this.#closeAfterComma(token)
      case 'string':
        if (stringValue(this.#text, token) === undefined)
          return this.#report(BAD_ESCAPE, token.start)
        break
      case 'number':
        this.#checkRange(token)
        break
      case 'word':
        this.#checkWord(token)
        break
      default:
        return this.#unexpected(token)
    }
    this.#place({ offset: token.start })
    this.#afterValue()
    return true
  }

  #open(token: JsonToken): boolean {
    if (this.#stack.length === MAX_LEVELS) {
      const message = `the document is nested deeper than ${MAX_LEVELS} levels`
      this.problems.push({ code: 'ERR_SCHEMA_TOO_DEEP', message, offset: token.start })
      return false
    }
    const members = new Map<string, PlaceTree>()
    this.#place({ offset: token.start, members })
    const isObject = token.kind === '{'
    this.#stack.push({ close: isObject ? '}' : ']', members, name: '0' })
    this.#state = isObject ? 'first-name' : 'first'
    return true
  }

  #name(token: JsonToken): boolean {
    if (token.kind === '}') return this.#closeAfterComma(token)
    if (token.kind !== 'string') return this.#unexpected(token)
    const name = stringValue(this.#text, token)
    if (name === undefined) return this.#report(BAD_ESCAPE, token.start)
    const frame = this.#stack.at(-1)
    if (frame !== undefined) {
      frame.name = name
      if (frame.members.has(name)) this.#reportDuplicate(name, token.start)
    }
    this.#state = 'colon'
    return true
  }

  #more(token: JsonToken): boolean {
    const frame = this.#stack.at(-1)
    if (frame === undefined) return false
    if (token.kind === frame.close) return this.#close()
    if (token.kind !== ',') return this.#unexpected(token)
    this.#comma = token.start
    if (frame.close === ']') frame.name = String(frame.members.size)
    this.#state = frame.close === ']' ? 'value' : 'name'
    return true
  }

  #closeAfterComma(token: JsonToken): boolean {
    if (this.#stack.at(-1)?.close !== token.kind) return this.#unexpected(token)
    if (this.#state === 'value' || this.#state === 'name') {
      this.#reportOnce('trailing commas are not JSON', this.#comma)
    }
    return this.#close()
  }

  #close(): boolean {
    this.#stack.pop()
    this.#afterValue()
    return true
  }

  #place(tree: PlaceTree): void {
    const frame = this.#stack.at(-1)
    if (frame === undefined) this.root = tree
    else frame.members.set(frame.name, tree)
  }

  #afterValue(): void {
    this.#state = this.#stack.length === 0 ? 'end' : 'more'
  }

  #pointer(): string {
    return joinPointer('', ...this.#stack.map((frame) => frame.name))
  }

  #checkRange(token: JsonToken): void {
    const digits = this.#text.slice(token.start, token.end)
    if (Number.isFinite(Number(digits))) return
    this.problems.push({
      code: 'ERR_NUMBER_RANGE',
      message: `the number ${clip(digits)} is out of range; a double cannot hold it`,
      offset: token.start,
      pointer: this.#pointer(),
    })
  }

  #checkWord(token: JsonToken): void {
    const word = this.#text.slice(token.start, token.end)
    if (word === 'true' || word === 'false' || word === 'null') return
    this.#report(`expected a value; ${clip(word)} is not JSON`, token.start)
  }

  #reportDuplicate(name: string, offset: number): void {
    this.problems.push({
      code: 'ERR_KEY_DUPLICATE',
      message: `the key ${JSON.stringify(clip(name))} stands twice in one object`,
      offset,
      pointer: this.#pointer(),
    })
  }

  #unexpected(token: JsonToken): false {
    const close = this.#stack.at(-1)?.close ?? ''
    return this.#report(unexpected(this.#text, token, EXPECTED[this.#state](close)), token.start)
  }

  #report(message: string, offset: number): false {
    this.problems.push({ code: 'ERR_JSON_SYNTAX', message, offset })
    return false
  }

  #reportOnce(message: string, offset: number): void {
    if (!this.problems.some((problem) => problem.message === message)) this.#report(message, offset)
  }
}
