/** Answers the requests that set a webhook up; none of them reaches a handler unless it says so. */
import type { Delivery } from './delivery.js'
import {
  type AnyWebhookError,
  HandshakeFailed,
  isWebhookError,
  ProofInvalid,
  ProofMissing,
} from './errors.js'
import { nearest } from './nearest.js'
import type { Fetch } from './options.js'
import type { AnyReceipt } from './outcome.js'
import type { Proof, ProofContext } from './proof.js'
import type { Handshake, Respond } from './provider.js'
import type { SecretStore } from './store.js'
import { withoutOverflow } from './too-deep.js'

/** When a handshake is looked at: before the body, with it, or once the proof held. */
export type HandshakeStage = 'head' | 'body' | 'signed'

/** What answering needs of the receiver; called only for the handshake that matches. */
export interface HandshakeAccess {
  readonly findContext: () => Promise<ProofContext>
  /** @throws {WebhookError} where the scheme's proof does not hold */
  readonly authenticate: () => Promise<unknown>
  /** Whether what a handshake does is done for the right account. @throws {AccountRefused} */
  readonly checkAccount: () => Promise<void>
}

/** What the consumer gave that handshakes use. */
export interface HandshakeOptions {
  readonly modes: Readonly<Record<string, string | undefined>>
  readonly store: SecretStore | undefined
  readonly fetch: Fetch
}

export interface Answered {
  readonly receipt: AnyReceipt
  /** Whether the request is an event as well. */
  readonly dispatch: boolean
}

export class Handshakes {
  readonly #stages: Readonly<Record<HandshakeStage, readonly Handshake[]>>
  readonly #options: HandshakeOptions
  readonly #respond: ReadonlyMap<Handshake, Respond>
  /** Every method that some handshake takes. */
  readonly methods: ReadonlySet<string>
  /** Whether strangers may have words signed, by a handshake that asks for no proof. */
  readonly signsForAnybody: boolean

  /** @throws {TypeError} where a mode is chosen that there is not */
  constructor(handshakes: readonly Handshake[], options: HandshakeOptions) {
    const unsigned = handshakes.filter(({ verify }) => verify !== 'auth')
    this.#stages = {
      head: unsigned.filter(({ stage }) => stage === 'head'),
      body: unsigned.filter(({ stage }) => stage === 'body'),
      signed: handshakes.filter(({ verify }) => verify === 'auth'),
    }
    this.#options = options
    this.#respond = chooseModes(handshakes, options.modes)
    this.methods = new Set(handshakes.map(({ method }) => method))
    this.signsForAnybody = handshakes.some(({ signs }) => signs === true)
  }

  /** Whether the delivery asks for a handshake, and is no event besides. */
  isAsked(stage: HandshakeStage, delivery: Delivery): boolean {
    return this.#stages[stage].some(
      (handshake) =>
        handshake.method === delivery.method &&
        handshake.dispatch !== true &&
        matches(handshake, delivery),
    )
  }

  /** Whether a handshake of the method may still come at this stage. */
  isExpected(stage: HandshakeStage, method: string): boolean {
    return this.#stages[stage].some((handshake) => handshake.method === method)
  }

  /**
   * The answer of the first handshake that matches.
   *
   * @throws {WebhookError} where it matches and is refused: `ERR_HANDSHAKE`, or what a step throws
   */
  async answer(
    stage: HandshakeStage,
    delivery: Delivery,
    access: HandshakeAccess,
  ): Promise<Answered | undefined> {
    for (const handshake of this.#stages[stage]) {
      if (handshake.method !== delivery.method || !matches(handshake, delivery)) continue
      const { name, dispatch = false, otherwise } = handshake
      try {
        const response = await this.#reply(handshake, delivery, access)
        return { receipt: { outcome: 'handshake', handshake: name, response }, dispatch }
      } catch (error) {
        if (otherwise === undefined || !isRefusal(error)) throw error
        return { receipt: { outcome: 'rejected', response: otherwise, error }, dispatch: false }
      }
    }
    return undefined
  }

  async #reply(handshake: Handshake, delivery: Delivery, access: HandshakeAccess) {
    const { name, verify, guard, steps = [] } = handshake
    const context = await access.findContext()
    if (typeof verify === 'object') await judge(verify, delivery, context)
    if (guard !== undefined && !(await guard(delivery, context))) {
      throw new HandshakeFailed(`the handshake ${name} does not pass its guard`)
    }
    const { store, fetch } = this.#options
    const { authenticate } = access
    // Of a signed one that only answers, the account was asked for where it is named.
    if (steps.length > 0 || verify !== 'auth') await access.checkAccount()
    // Before anything is done: what cannot be answered must not leave a captured secret behind.
    const reply = await this.#respond.get(handshake)?.(delivery, context)
    if (reply === undefined) {
      throw new HandshakeFailed(`the handshake ${name} lacks a value to answer with`)
    }
    for (const step of steps) await step(delivery, { context, store, fetch, authenticate })
    return reply
  }
}

function chooseModes(
  handshakes: readonly Handshake[],
  modes: HandshakeOptions['modes'],
): ReadonlyMap<Handshake, Respond> {
  const offered = handshakes.flatMap(({ name, respond }) =>
    typeof respond === 'function' ? [] : [name],
  )
  for (const name of Object.keys(modes)) {
    if (offered.includes(name)) continue
    const meant = nearest(name, offered)
    const hint = meant === undefined ? '' : `: did you mean ${meant}?`
    throw new TypeError(`there is no handshake named "${name}" that leaves a choice${hint}`)
  }
  return new Map(
    handshakes.map((handshake) => [handshake, chooseMode(handshake, modes[handshake.name])]),
  )
}

function chooseMode({ name, respond }: Handshake, chosen: string | undefined): Respond {
  if (typeof respond === 'function') return respond
  const modes = new Map(Object.entries(respond))
  const [first = ''] = modes.keys()
  const answer = modes.get(chosen ?? first)
  if (answer !== undefined) return answer
  throw new TypeError(`the handshake ${name} has no mode "${chosen}": it has ${[...modes.keys()]}`)
}

/** @throws {ProofMissing | ProofInvalid} */
async function judge(proof: Proof, delivery: Delivery, context: ProofContext): Promise<void> {
  const verdict = await proof.verify(delivery, context)
  if (verdict.accepted) return
  const Cause = verdict.code === 'ERR_PROOF_MISSING' ? ProofMissing : ProofInvalid
  throw new Cause(verdict.reason)
}

// What is the receiver's own fault, or may pass, is told as that.
function isRefusal(error: unknown): error is AnyWebhookError {
  return isWebhookError(error) && error.status >= 400 && error.status < 500
}

// An unreadable body is no handshake; whether it is a fault is for the proof to say first.
function matches(handshake: Handshake, delivery: Delivery): boolean {
  try {
    return withoutOverflow(() => handshake.match(delivery))
  } catch (error) {
    if (isWebhookError(error) && error.code === 'ERR_PAYLOAD_MALFORMED') return false
    throw error
  }
}
