/** Judges deliveries by the chosen schemes. What is not accepted is refused, whatever went wrong. */
import { type Delivery, type Head, provenDelivery } from './delivery.js'
import {
  isWebhookError,
  ProofInvalid,
  ProofMissing,
  ReceiverFailed,
  TimestampOutOfRange,
  type WebhookError,
} from './errors.js'
import type { Coverage, Proof, ProofContext, RefusalCode, Refused, Verdict } from './proof.js'
import type { ChosenScheme } from './scheme-choice.js'

/** What is known of a delivery whose proof held. */
export interface Verified {
  readonly secretId: string | undefined
  readonly coverage: Coverage
}

export interface Authenticated extends Verified {
  readonly context: ProofContext
  /** With what the proof found in it. */
  readonly delivery: Delivery
}

const MISSING: Refused = {
  accepted: false,
  code: 'ERR_PROOF_MISSING',
  reason: 'the delivery carries no proof',
}

const CAUSES: Readonly<Record<RefusalCode, new (message: string) => WebhookError>> = {
  ERR_PROOF_MISSING: ProofMissing,
  ERR_PROOF_INVALID: ProofInvalid,
  ERR_TIMESTAMP_OUT_OF_RANGE: TimestampOutOfRange,
}

export class Authenticator {
  readonly #chosen: readonly ChosenScheme[]
  /** Whether a proof reads the URL, which a platform does not know for certain. */
  readonly needsUrl: boolean

  constructor(chosen: readonly ChosenScheme[]) {
    this.#chosen = chosen
    this.needsUrl = chosen.some(({ scheme }) => scheme.needsUrl)
  }

  /** Whether any scheme finds its proof, judged without the body. */
  isPresent(head: Head): boolean {
    return this.#chosen.some(({ scheme }) => scheme.proof.present(head))
  }

  /**
   * Accepts by the first scheme that does.
   *
   * @throws {WebhookError} `ERR_PROOF_MISSING`, `ERR_PROOF_INVALID`,
   *   `ERR_TIMESTAMP_OUT_OF_RANGE` or `ERR_SECRET_UNAVAILABLE`
   */
  async authenticate(delivery: Delivery, now: number): Promise<Authenticated> {
    let refused: Refused | undefined
    for (const { scheme, source, tools } of this.#chosen) {
      if (!scheme.proof.present(delivery)) continue
      const context = { ...tools, secrets: await source.resolve(delivery), now }
      const verdict = await judge(scheme.proof, delivery, context)
      if (verdict.accepted === true) {
        const { coverage } = scheme
        const proven = provenDelivery(delivery, verdict)
        return { secretId: verdict.secretId, coverage, context, delivery: proven }
      }
      refused ??= verdict
    }
    const { code, reason } = refused ?? MISSING
    throw new CAUSES[code](reason)
  }

  /** What an unsigned handshake may use: the secrets of the scheme that was given first. */
  async contextOf(head: Head, now: number): Promise<ProofContext> {
    const [first] = this.#chosen
    const secrets = first === undefined ? { get: () => [] } : await first.source.resolve(head)
    return { ...first?.tools, secrets, now }
  }
}

async function judge(proof: Proof, delivery: Delivery, context: ProofContext): Promise<Verdict> {
  try {
    return await proof.verify(delivery, context)
  } catch (cause) {
    // A proof that reads the body as JSON: nobody has vouched for it yet, so it is no 400.
    if (isUnreadable(cause)) {
      return { accepted: false, code: 'ERR_PROOF_INVALID', reason: 'the proof cannot be read' }
    }
    if (isWebhookError(cause)) throw cause
    throw new ReceiverFailed('the proof could not be judged', { cause })
  }
}

function isUnreadable(cause: unknown): boolean {
  if (cause instanceof RangeError) return true
  return isWebhookError(cause) && cause.code === 'ERR_PAYLOAD_MALFORMED'
}
