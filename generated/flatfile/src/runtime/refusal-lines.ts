/** One line for each kind of refusal and minute, for a console that strangers must not fill. */
import type { AnyWebhookError } from './errors.js'

const MINUTE_MS = 60_000
/** More kinds than these share one: what is remembered does not grow with what strangers send. */
const MOST_KINDS = 32

interface Kind {
  /** When its last line was printed. */
  readonly at: number
  /** How many were not printed since. */
  readonly held: number
}

/** What is no news: somebody else handles the event, and the sender comes again. */
const QUIET: ReadonlySet<string> = new Set(['ERR_IN_FLIGHT'])

export class RefusalLines {
  readonly #clock: () => number
  readonly #kinds = new Map<string, Kind>()

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** The line to print; undefined where one of its kind was printed in the last minute. */
  next({ code, message, status }: AnyWebhookError): string | undefined {
    if (QUIET.has(code)) return undefined
    const now = this.#clock()
    // Numbers, such as by how many seconds, make no other kind.
    const kind = this.#kindOf(`${code} ${message.replace(/\d+/g, '#')}`, now)
    const last = this.#kinds.get(kind)
    // A clock that was set back is no reason to be silent for longer.
    if (last !== undefined && Math.abs(now - last.at) < MINUTE_MS) {
      this.#kinds.set(kind, { ...last, held: last.held + 1 })
      return undefined
    }
    this.#kinds.set(kind, { at: now, held: 0 })
    const held = last === undefined || last.held === 0 ? '' : ` (and ${last.held} more before)`
    return `refused a delivery with ${status} ${code}: ${message}${held}`
  }

  #kindOf(kind: string, now: number): string {
    if (this.#kinds.has(kind) || this.#kinds.size < MOST_KINDS) return kind
    for (const [name, { at }] of this.#kinds) {
      if (Math.abs(now - at) >= MINUTE_MS) this.#kinds.delete(name)
    }
    return this.#kinds.size < MOST_KINDS ? kind : ''
  }
}
