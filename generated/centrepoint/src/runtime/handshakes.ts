/** Answers the requests that set a webhook up; none of them reaches a handler. */
import type { Delivery } from './delivery.js'
import { HandshakeFailed, isWebhookError } from './errors.js'
import type { Receipt } from './outcome.js'
import type { ProofContext } from './proof.js'
import type { Handshake } from './provider.js'

/** Finds what a handshake's answer may use; called for the one that matches. */
export type FindContext = () => Promise<ProofContext>

/** When a handshake is looked at: before the body, with it, or once the proof held. */
export type HandshakeStage = 'head' | 'body' | 'signed'

export type HandshakeReceipt = Extract<Receipt<never>, { outcome: 'handshake' }>

export class Handshakes {
  readonly #stages: Readonly<Record<HandshakeStage, readonly Handshake[]>>
  /** Every method that some handshake takes. */
  readonly methods: ReadonlySet<string>

  constructor(handshakes: readonly Handshake[]) {
    const unsigned = handshakes.filter(({ verify }) => verify === 'none')
    this.#stages = {
      head: unsigned.filter(({ stage }) => stage === 'head'),
      body: unsigned.filter(({ stage }) => stage === 'body'),
      signed: handshakes.filter(({ verify }) => verify === 'auth'),
    }
    this.methods = new Set(handshakes.map(({ method }) => method))
  }

  /** Whether a handshake of the method may still come at this stage. */
  isExpected(stage: HandshakeStage, method: string): boolean {
    return this.#stages[stage].some((handshake) => handshake.method === method)
  }

  /**
   * The answer of the first handshake that matches.
   *
   * @throws {HandshakeFailed} `ERR_HANDSHAKE` where it matches and cannot be answered
   */
  async answer(
    stage: HandshakeStage,
    delivery: Delivery,
    findContext: FindContext,
  ): Promise<HandshakeReceipt | undefined> {
    for (const handshake of this.#stages[stage]) {
      if (handshake.method !== delivery.method || !matches(handshake, delivery)) continue
      if (handshake.guard?.(delivery) === false) {
        throw new HandshakeFailed(`the handshake ${handshake.name} does not pass its guard`)
      }
      const reply = handshake.respond(delivery, await findContext())
      if (reply === undefined) {
        throw new HandshakeFailed(`the handshake ${handshake.name} lacks a value to answer with`)
      }
      return { outcome: 'handshake', handshake: handshake.name, response: reply }
    }
    return undefined
  }
}

// An unreadable body is no handshake; whether it is a fault is for the proof to say first.
function matches(handshake: Handshake, delivery: Delivery): boolean {
  try {
    return handshake.match(delivery)
  } catch (error) {
    if (isWebhookError(error) && error.code === 'ERR_PAYLOAD_MALFORMED') return false
    throw error
  }
}
