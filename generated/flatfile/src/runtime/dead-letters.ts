/** Gives up events: to the consumer's sink, with all that is needed to try them again by hand. */
import { encodeHex } from './bytes.js'
import { coveredBytes } from './covered-bytes.js'
import type { DeadLetter, DeadLetterSink } from './dead-letter.js'
import type { Envelopes } from './envelope.js'
import { type Proven, packDelivery, printReplay } from './envelope-content.js'
import { DeadLetterUnavailable } from './errors.js'
import type { UnknownEvent } from './events.js'
import type { ProviderBase } from './provider.js'
import type { Reporter } from './reporter.js'
import type { Issue } from './validation.js'
import { within } from './within.js'
import { withoutFields } from './without-proof.js'

const TIMEOUT_MS = 10_000

/** Why an event is given up. */
export interface Cause {
  readonly reason: DeadLetter['reason']
  readonly issues?: readonly Issue[]
  /** The handlers that gave up. */
  readonly handlers?: readonly string[]
  /** The handlers that need not run again. */
  readonly succeeded?: readonly string[]
}

/** The delivery, and which event of it is meant. */
export type Given = Proven & { readonly index: number }

export class DeadLetters {
  readonly #provider: ProviderBase
  readonly #sink: DeadLetterSink
  readonly #envelopes: Envelopes | undefined
  readonly #reporter: Reporter

  /** @throws {TypeError} where the sink is none */
  constructor(
    provider: ProviderBase,
    sink: DeadLetterSink,
    envelopes: Envelopes | undefined,
    reporter: Reporter,
  ) {
    if (typeof sink?.put !== 'function') throw new TypeError('deadLetters must be { put, … }')
    this.#provider = provider
    this.#sink = sink
    this.#envelopes = envelopes
    this.#reporter = reporter
  }

  /** Whether events that break their schema are taken. */
  get takesInvalid(): boolean {
    return this.#sink.invalid === true
  }

  /**
   * Resolves once the sink has stored the letter.
   *
   * @throws {DeadLetterUnavailable} `ERR_DEAD_LETTER_UNAVAILABLE`
   */
  async put(event: UnknownEvent, proven: Given, cause: Cause): Promise<void> {
    const { name, id } = event
    const { reason, issues = [], handlers = [] } = cause
    const { secretId } = proven.verified
    const { tenant } = proven.delivery
    try {
      const letter: DeadLetter = {
        provider: this.#provider.name,
        reason,
        name,
        id,
        secretId,
        tenant,
        receivedAt: new Date(proven.now),
        raw: this.#raw(proven).slice(),
        issues,
        handlers,
        envelope: await this.#seal(event, proven, cause.succeeded ?? []),
      }
      await within(call(this.#sink, letter), TIMEOUT_MS)
    } catch (cause) {
      throw new DeadLetterUnavailable('the sink for dead letters failed', { cause })
    }
    this.#reporter.note('warn', 'dead_letter.stored', {
      ...{ name, id, secretId, tenant },
      outcome: reason,
    })
  }

  #raw({ delivery, verified }: Given): Uint8Array {
    const body = withoutFields(this.#provider.credentials, delivery)
    return coveredBytes(this.#provider, delivery, verified.coverage, body)
  }

  // Each letter is another attempt, so that what the store knows of the event does not end it.
  async #seal(
    event: UnknownEvent,
    proven: Given,
    succeeded: readonly string[],
  ): Promise<string | undefined> {
    const id = encodeHex(crypto.getRandomValues(new Uint8Array(16)))
    const replay = printReplay({ id, index: proven.index })
    if (this.#envelopes === undefined) return undefined
    const content = await packDelivery(this.#provider, proven, event, { succeeded, replay })
    return this.#envelopes.seal(content)
  }
}

async function call(sink: DeadLetterSink, letter: DeadLetter): Promise<unknown> {
  return sink.put(letter)
}
