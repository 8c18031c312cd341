/** Judges deliveries by the chosen schemes. What is not accepted is refused, whatever went wrong. */
import { type Delivery, type Head, provenDelivery, withTenant } from './delivery.js'
import {
  isWebhookError,
  ProofInvalid,
  ProofMissing,
  ReceiverFailed,
  TimestampOutOfRange,
  type WebhookError,
} from './errors.js'
import type { Coverage, Proof, ProofContext, RefusalCode, Refused, Verdict } from './proof.js'
import type { Scheme } from './provider.js'
import type { ChosenScheme } from './scheme-choice.js'
import { scopeOf } from './scope.js'
import { findTenant, type TenantRule } from './tenant.js'
import { withoutOverflowLater } from './too-deep.js'
import { BodyTrials, whatIsOdd } from './why-refused.js'

/** What is known of a delivery whose proof held. */
export interface Verified {
  readonly secretId: string | undefined
  readonly coverage: Coverage
}

/** The same, and what keeps its events apart from those of other tenants. */
export interface Scoped extends Verified {
  readonly scope: string | undefined
}

/** Whose deliveries are judged. */
export interface Tenancy {
  /** The provider's name. */
  readonly provider: string
  readonly rule: TenantRule | undefined
  /** How long the rule may take; 5 seconds unless given. */
  readonly callSeconds?: number
}

export interface Authenticated extends Scoped {
  readonly context: ProofContext
  /** With its tenant, and with what the proof found in it. */
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
  readonly #tenancy: Tenancy
  readonly #trials = new BodyTrials()
  /** Whether a proof reads the URL, which a platform does not know for certain. */
  readonly needsUrl: boolean
  /** Whether a proof reads the body as it was before its content encoding was undone. */
  readonly needsEncoded: boolean

  constructor(chosen: readonly ChosenScheme[], tenancy: Tenancy) {
    this.#chosen = chosen
    this.#tenancy = tenancy
    this.needsUrl = chosen.some(({ scheme }) => scheme.needsUrl)
    this.needsEncoded = chosen.some(({ scheme }) => scheme.needsEncoded === true)
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
  async authenticate(given: Delivery, now: number): Promise<Authenticated> {
    const { callSeconds, provider, rule } = this.#tenancy
    const delivery =
      rule === undefined ? given : withTenant(given, await findTenant(rule, given, callSeconds))
    let refused: Refused | undefined
    for (const { scheme, source, tools } of this.#chosen) {
      if (!scheme.proof.present(delivery)) continue
      const context = { ...tools, secrets: await source.resolve(delivery), now }
      const verdict = await judge(scheme.proof, delivery, context)
      if (verdict.accepted === true) {
        const { coverage, proof } = scheme
        const found = scopeOf({ provider, delivery, source, proof, context, verdict })
        const scope = found instanceof Promise ? await found : found
        const proven = provenDelivery(delivery, verdict)
        return { secretId: verdict.secretId, coverage, scope, context, delivery: proven }
      }
      refused ??= verdict
    }
    throw await this.#refusal(refused ?? MISSING, delivery)
  }

  /** The error for a delivery that carries no proof, in the words of the config. */
  missing(head: Head): ProofMissing {
    return new ProofMissing(MISSING.reason + whatIsOdd(head, this.#schemes()))
  }

  // Nothing of it reaches the sender, and none of it is done for a delivery that is accepted.
  async #refusal({ code, reason, isSigned }: Refused, delivery: Delivery): Promise<WebhookError> {
    const odd = code === 'ERR_TIMESTAMP_OUT_OF_RANGE' ? '' : whatIsOdd(delivery, this.#schemes())
    if (odd !== '' || isSigned === undefined) return new CAUSES[code](reason + odd)
    const told = await this.#trials.explain(delivery.body, isSigned).catch(() => '')
    return new CAUSES[code](reason + told)
  }

  #schemes(): readonly Scheme[] {
    return this.#chosen.map(({ scheme }) => scheme)
  }

  /** What an unsigned handshake may use: the secrets of the scheme that was given first. */
  async contextOf(head: Head, now: number): Promise<ProofContext> {
    const [first] = this.#chosen
    const { callSeconds, rule } = this.#tenancy
    const seen =
      rule === undefined ? head : { ...head, tenant: await findTenant(rule, head, callSeconds) }
    const secrets = first === undefined ? { get: () => [] } : await first.source.resolve(seen)
    return { ...first?.tools, secrets, now }
  }
}

async function judge(proof: Proof, delivery: Delivery, context: ProofContext): Promise<Verdict> {
  try {
    return await withoutOverflowLater(() => proof.verify(delivery, context))
  } catch (cause) {
    // A proof that reads the body as JSON: nobody has vouched for it yet, so it is no 400.
    if (isWebhookError(cause) && cause.code === 'ERR_PAYLOAD_MALFORMED') {
      return { accepted: false, code: 'ERR_PROOF_INVALID', reason: 'the proof cannot be read' }
    }
    if (isWebhookError(cause)) throw cause
    throw new ReceiverFailed('the proof could not be judged', { cause })
  }
}
