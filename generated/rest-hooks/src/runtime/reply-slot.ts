/** The answer that a handler may choose, once for each delivery. */
import type { ReplyInit } from './events.js'
import type { Reply } from './outcome.js'

// RFC 9110, sections 5.1 and 5.5: what is neither could end the header and begin another.
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

export class ReplySlot {
  readonly #isAwaited: boolean
  #value: Reply | undefined

  /** `isAwaited`: whether a sender waits for the answer. */
  constructor(isAwaited: boolean) {
    this.#isAwaited = isAwaited
  }

  /** Takes over what was chosen in an earlier attempt. */
  restore(reply: Reply | undefined): void {
    this.#value ??= reply
  }

  get value(): Reply | undefined {
    return this.#value
  }

  /** @throws {TypeError} as `ctx.reply` says */
  set(body: unknown, { status = 200, headers = {} }: ReplyInit = {}): void {
    if (!this.#isAwaited)
      throw new TypeError('nobody waits for an answer: the event came through a queue')
    if (this.#value !== undefined) throw new TypeError('the delivery has its answer already')
    if (!Number.isInteger(status) || status < 200 || status > 299) {
      throw new TypeError(
        'the status of an answer must be from 200 to 299: throw to refuse an event',
      )
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    if (typeof text !== 'string')
      throw new TypeError('the answer must be text, or have a form as JSON')
    const type = typeof body === 'string' ? 'text/plain;charset=utf-8' : 'application/json'
    this.#value = { status, headers: { 'content-type': type, ...lowerCase(headers) }, body: text }
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => {
    if (NAME.test(name) && VALUE.test(value)) return [name.toLowerCase(), value]
    throw new TypeError('a header of the answer has characters that HTTP does not allow')
  })
  return Object.fromEntries(pairs)
}
