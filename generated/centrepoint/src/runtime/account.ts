/** Keeps out what was signed for somebody else: a proof says who sent, not to whom. */
import { utf8 } from './bytes.js'
import { equalBytes } from './crypto.js'
import type { Delivery } from './delivery.js'
import { AccountRefused } from './errors.js'
import type { AccountRule } from './options.js'
import type { ProviderBase } from './provider.js'

export class AccountGuard {
  readonly #read: ProviderBase['eventAccount']
  readonly #rule: AccountRule | undefined

  /** @throws {TypeError} where an account is demanded that the provider never names */
  constructor(provider: ProviderBase, rule: AccountRule | undefined) {
    if (rule !== undefined && provider.eventAccount === undefined) {
      throw new TypeError(`${provider.name} does not say which account a delivery is meant for`)
    }
    if (rule === '' || (Array.isArray(rule) && rule.length === 0)) {
      throw new TypeError('account is empty: is an environment variable unset?')
    }
    this.#read = provider.eventAccount
    this.#rule = rule
  }

  /**
   * Refuses an event that is meant for another account, or for none.
   *
   * @throws {AccountRefused} `ERR_ACCOUNT`
   */
  async check(delivery: Delivery): Promise<void> {
    if (this.#rule === undefined) return
    const account = this.#read?.(delivery)
    if (account === undefined) throw new AccountRefused('the delivery names no account')
    if (await isMeant(account, this.#rule, delivery)) return
    throw new AccountRefused('the delivery is meant for another account')
  }

  /** The same for a handshake, which may name none. @throws {AccountRefused} `ERR_ACCOUNT` */
  async checkNamed(delivery: Delivery): Promise<void> {
    if (this.#read?.(delivery) !== undefined) await this.check(delivery)
  }
}

async function isMeant(account: string, rule: AccountRule, delivery: Delivery): Promise<boolean> {
  if (typeof rule === 'function') return (await rule(account, delivery)) === true
  const given = utf8(account)
  const wanted = typeof rule === 'string' ? [rule] : rule
  return wanted.some((one) => equalBytes(given, utf8(one)))
}
