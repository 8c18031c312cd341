/** Keeps out what was signed for somebody else: a proof says who sent, not to whom. */
import { utf8 } from './bytes.js'
import { equalBytes } from './crypto.js'
import type { Delivery } from './delivery.js'
import { AccountRefused, isWebhookError, ProofUnavailable } from './errors.js'
import { callForeign } from './foreign-call.js'
import type { AccountRule } from './options.js'
import type { ProviderBase } from './provider.js'

export class AccountGuard {
  readonly #read: ProviderBase['eventAccount']
  readonly #rule: AccountRule | undefined
  readonly #callSeconds: number | undefined

  /**
   * @throws {TypeError} where an account is demanded that the provider never names, or is empty; or
   *   none is given although a proof of the provider does not say which of its customers sends
   */
  constructor(provider: ProviderBase, rule: AccountRule | undefined, callSeconds?: number) {
    const { sharedKey } = provider.sender
    if (rule === undefined && sharedKey !== undefined) {
      throw new TypeError(
        `${provider.name} signs for all of its customers with the same key, so that a proof does not say whose events these are: give createReceiver({ account }) ${sharedKey}`,
      )
    }
    if (rule !== undefined) {
      if (provider.eventAccount === undefined) {
        throw new TypeError(`${provider.name} does not say which account a delivery is meant for`)
      }
      checkRule(rule)
    }
    this.#read = provider.eventAccount
    this.#rule = rule
    this.#callSeconds = callSeconds
  }

  /** Whether the consumer says for whom events have to be meant. */
  get isDemanded(): boolean {
    return this.#rule !== undefined
  }

  /**
   * Refuses an event that is meant for another account, or for none.
   *
   * @throws {AccountRefused} `ERR_ACCOUNT`
   * @throws {ProofUnavailable} `ERR_PROOF_UNAVAILABLE` where the consumer's function fails
   */
  async check(delivery: Delivery): Promise<void> {
    if (this.#rule === undefined) return
    const account = this.#read?.(delivery)
    // Of several parts that may be absent each, all may be.
    if (account === undefined || account === '')
      throw new AccountRefused('the delivery names no account')
    if (await this.#isMeant(account, this.#rule, delivery)) return
    throw new AccountRefused('the delivery is meant for another account')
  }

  /** The same for a handshake, which may name none. @throws {AccountRefused} `ERR_ACCOUNT` */
  async checkNamed(delivery: Delivery): Promise<void> {
    if (this.#rule !== undefined && this.#isNamed(delivery)) await this.check(delivery)
  }

  // A handshake need not have the body of an event: what cannot be read names nobody.
  #isNamed(delivery: Delivery): boolean {
    try {
      return this.#read?.(delivery) !== undefined
    } catch (error) {
      if (isWebhookError(error) && error.code === 'ERR_PAYLOAD_MALFORMED') return false
      throw error
    }
  }

  async #isMeant(account: string, rule: AccountRule, delivery: Delivery): Promise<boolean> {
    if (typeof rule === 'function') {
      return (await callForeign(() => rule(account, delivery), failed, this.#callSeconds)) === true
    }
    const given = utf8(account)
    const wanted = typeof rule === 'string' ? [rule] : rule
    return wanted.some((one) => equalBytes(given, utf8(one)))
  }
}

// One that is empty would match a delivery that names none, and one that is no text never any.
function checkRule(rule: unknown): void {
  if (typeof rule === 'function') return
  const accounts: readonly unknown[] = Array.isArray(rule) ? rule : [rule]
  if (accounts.length > 0 && accounts.every((one) => typeof one === 'string' && one.trim())) return
  throw new TypeError(
    'account must be the text of an account, a list of such, or a function, and one is empty: is an environment variable unset?',
  )
}

function failed(cause: unknown): ProofUnavailable {
  return new ProofUnavailable('the function account failed or took too long', { cause })
}
