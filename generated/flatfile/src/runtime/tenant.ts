/** Asks the consumer whose delivery it is, where one receiver serves several tenants. */
import type { MaybePromise } from './crypto.js'
import type { Head } from './delivery.js'
import { SecretUnavailable } from './errors.js'
import { callForeign } from './foreign-call.js'

/**
 * Names the tenant of a delivery; `undefined` where it has none. It is called before the proof is
 * judged, so it reads what anybody may have written: let the tenant decide the secret as well, by a
 * function as the secret, which gets it as `tenant`. Only then does the proof vouch for it. A secret
 * that a handshake handed over belongs to its registration: make the tenant of what names that, and
 * of nothing else, or the secret of one tenant proves deliveries of another.
 */
export type TenantRule = (head: Head) => MaybePromise<string | undefined>

/** @throws {TypeError} where the rule is no function */
export function checkTenantRule(rule: TenantRule | undefined): TenantRule | undefined {
  if (rule === undefined || typeof rule === 'function') return rule
  throw new TypeError('tenant must be a function: (head) => the name of the tenant')
}

/**
 * The tenant that the rule names, in time (`limits.callSeconds`).
 *
 * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where the rule throws, takes too long, or
 *   answers something else than text: the sender gets a 503 and comes again
 */
export async function findTenant(
  rule: TenantRule,
  head: Head,
  callSeconds?: number,
): Promise<string | undefined> {
  const tenant: unknown = await callForeign(() => rule(head), failed, callSeconds)
  if (tenant === undefined || tenant === null) return undefined
  if (typeof tenant === 'string' && tenant !== '') return tenant
  throw new SecretUnavailable(
    'the function tenant must answer a text that is not empty, or undefined',
  )
}

function failed(cause: unknown): SecretUnavailable {
  return new SecretUnavailable('the function tenant failed or took too long', { cause })
}
