/** How long the sender waits for an answer, and how handlers learn that it is over. */
import type { FindSignal } from './context.js'
import type { SenderFacts } from './provider.js'
import { timerDelay } from './within.js'

/** Of the sender's time, what the network and our own answer may take. */
const MARGIN_SHARE = 0.1
const LEAST_MARGIN_MS = 500

const LATE = Symbol('late')

/** How long handlers may take, in milliseconds; absent where nobody waits for a known time. */
export function deadlineOf(
  { deadlineSeconds }: SenderFacts,
  given: number | false | undefined,
): number | undefined {
  if (given === false) return undefined
  if (given !== undefined) {
    if (typeof given === 'number' && given > 0) return given * 1000
    throw new TypeError('deadlineSeconds must be a number above zero, or false')
  }
  if (deadlineSeconds === undefined) return undefined
  const milliseconds = deadlineSeconds * 1000
  const margin = Math.max(milliseconds * MARGIN_SHARE, LEAST_MARGIN_MS)
  return milliseconds - Math.min(margin, milliseconds / 2)
}

/** The deadline of one delivery. */
export class Deadline {
  readonly #milliseconds: number | undefined
  readonly #findSignal: FindSignal | undefined
  #controller: AbortController | undefined
  #leaveSender: (() => void) | undefined
  #isOver = false

  /** `findSignal` tells when the sender is gone, which ends the delivery as well. */
  constructor(milliseconds: number | undefined, findSignal: FindSignal | undefined) {
    this.#milliseconds = milliseconds
    this.#findSignal = findSignal
  }

  /** What handlers get. Lazily: making one costs about as much as a third of a verification. */
  readonly findSignal = (): AbortSignal => {
    if (this.#controller !== undefined) return this.#controller.signal
    const sender = this.#findSignal?.()
    if (sender !== undefined && this.#milliseconds === undefined) return sender
    this.#controller = new AbortController()
    if (sender !== undefined) this.#follow(sender, this.#controller)
    return this.#controller.signal
  }

  /** Tells the handlers that nobody waits any more. */
  abort(): void {
    this.#controller ??= new AbortController()
    this.#controller.abort(new DOMException('The sender stopped waiting', 'TimeoutError'))
  }

  /** The result of the work, or `undefined` where it is late; it goes on all the same. */
  async race<T>(work: Promise<T>): Promise<T | undefined> {
    if (this.#milliseconds === undefined) return work
    const milliseconds = timerDelay(this.#milliseconds)
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(resolve, milliseconds, LATE)
    })
    try {
      const first = await Promise.race([work, late])
      return first === LATE ? undefined : first
    } finally {
      clearTimeout(timer)
      this.#isOver = true
      this.#leaveSender?.()
    }
  }

  // Not `AbortSignal.any`: a signal that outlives the delivery, as that of a server that is being
  // shut down, would keep something of every signal that was ever made of it.
  #follow(sender: AbortSignal, controller: AbortController): void {
    const abort = () => controller.abort(sender.reason)
    if (sender.aborted) abort()
    if (sender.aborted || this.#isOver) return
    sender.addEventListener('abort', abort, { once: true })
    this.#leaveSender = () => sender.removeEventListener('abort', abort)
  }
}
