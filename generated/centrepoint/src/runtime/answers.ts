/** What this provider is answered: the policy, bent to what the sender understands. */

import { checkOptions, unknownOption } from './check-options.js'
import type { Delivery } from './delivery.js'
import type { AnyWebhookError, ErrorCode } from './errors.js'
import type { Reply } from './outcome.js'
import type { ProofContext } from './proof.js'
import type { Provider, Respond } from './provider.js'
import { ANSWERS, answer, compose, isSuccess, type Situation, type Success } from './respond.js'

/** An answer in the place of ours. */
export interface CustomAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
}

export type CustomAnswers = { readonly [S in Situation]?: CustomAnswer | undefined }

/** What may succeed when it is tried again, though the status says that it is the sender's fault. */
const WORTH_RETRYING: ReadonlySet<ErrorCode> = new Set([
  'ERR_PAYLOAD_INVALID',
  'ERR_IN_FLIGHT',
  'ERR_READ_TIMEOUT',
  'ERR_BODY_UNREADABLE',
  'ERR_HEADERS_TOO_MANY',
])

export class Answers {
  readonly #provider: Provider
  readonly #methods: readonly string[]
  readonly #custom: CustomAnswers

  /**
   * `methods` is what a 405 offers.
   *
   * @throws {TypeError} where a custom answer would turn a failure into a success, or the reverse
   */
  constructor(provider: Provider, methods: readonly string[], custom: CustomAnswers = {}) {
    this.#provider = provider
    this.#methods = methods
    this.#custom = custom
    checkCustom(custom)
  }

  /** The answer to a delivery that is taken; `context` where its proof is at hand. */
  async succeed(
    situation: Success,
    delivery: Delivery,
    context: ProofContext | undefined,
  ): Promise<Reply> {
    const custom = this.#custom[situation]
    if (custom !== undefined) return fromCustom(custom)
    const { acknowledge, unknownEvent, sender } = this.#provider
    const respond = (situation === 'unknown' ? unknownEvent : undefined) ?? acknowledge
    const exact = await compute(respond, delivery, context)
    if (exact !== undefined) return exact
    const ours = answer(situation)
    const { successStatuses = [] } = sender
    const [first] = successStatuses
    return first === undefined || successStatuses.includes(ours.status)
      ? ours
      : { ...ours, status: first }
  }

  /** The answer to a delivery that failed: one for each cause. */
  refuse(error: AnyWebhookError): Reply {
    const code = isUnauthorized(error.code) ? 'ERR_PROOF_INVALID' : error.code
    const custom = this.#custom[code]
    if (custom !== undefined) return fromCustom(custom)
    const { invalid, sender, unauthorized } = this.#provider
    const afterSeconds = 'afterSeconds' in error ? error.afterSeconds : undefined
    if (sender.retriesClientErrors === false && WORTH_RETRYING.has(code)) {
      const { body } = ANSWERS[code]
      return compose({ status: 503, headers: {}, body }, afterSeconds ?? 60)
    }
    if (code === 'ERR_PROOF_INVALID' && unauthorized !== undefined) return unauthorized
    if (code === 'ERR_PAYLOAD_INVALID' && invalid !== undefined) return invalid
    if (code === 'ERR_PERMANENT' && sender.stopRetry !== undefined) return sender.stopRetry
    const ours = answer(code, afterSeconds)
    return code === 'ERR_METHOD'
      ? { ...ours, headers: { ...ours.headers, allow: this.#methods.join(', ') } }
      : ours
  }
}

// One answer for all of them, whoever chooses it.
function isUnauthorized(code: ErrorCode): boolean {
  return ANSWERS[code].status === 401
}

async function compute(
  respond: Respond | undefined,
  delivery: Delivery,
  context: ProofContext | undefined,
): Promise<Reply | undefined> {
  return context === undefined ? undefined : respond?.(delivery, context)
}

function fromCustom({ status, headers = {}, body = '' }: CustomAnswer): Reply {
  return { status, headers, body }
}

function checkCustom(custom: CustomAnswers): void {
  for (const [name, given] of Object.entries(custom)) {
    if (given === undefined) continue
    // Sound: looked up before it is used.
    const situation = name as Situation
    if (!Object.hasOwn(ANSWERS, name)) throw unknownOption('respond', name, Object.keys(ANSWERS))
    checkOptions(`respond.${name}`, given, { status: 'guard', headers: 'other', body: 'other' })
    const { status } = given
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new TypeError(`respond.${name}.status must be a whole number from 200 to 599`)
    }
    const isTaken = status < 300
    const mayBeTaken = isSuccess(situation) || ANSWERS[situation].status < 300
    if (isTaken && !mayBeTaken) {
      throw new TypeError(
        `respond.${name} must not be a success: what was not handled would be lost`,
      )
    }
  }
}
