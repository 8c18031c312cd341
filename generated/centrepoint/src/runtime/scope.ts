/** What keeps the events apart that one receiver takes for different tenants. */
import { encodeBase64Url, utf8 } from './bytes.js'
import { digest, type MaybePromise } from './crypto.js'
import type { Delivery } from './delivery.js'
import type { Accepted, Proof, ProofContext } from './proof.js'
import type { Secret, SecretSet, SecretSource } from './secrets.js'

const PURPOSE = 'hookwright scope'

/** A delivery whose proof held. */
export interface ProvenBy {
  readonly provider: string
  readonly delivery: Delivery
  readonly source: SecretSource
  readonly proof: Proof
  readonly context: ProofContext
  readonly verdict: Accepted
}

/**
 * What sets the events of one tenant apart from events of the same name and id that another was
 * sent: the tenant, the registration of each captured secret, and without a tenant also the secrets
 * that functions found, of several values the one that matched. Nothing where all of that is absent.
 *
 * A secret that rotates is another scope: a copy that comes under the new value is handled again.
 * That is the safe side, as nobody's event is taken for somebody else's; a tenant has one scope for
 * good.
 *
 * It is a hash that is bound to this purpose and the provider, and no secret can be read out of it.
 */
export function scopeOf(proven: ProvenBy): MaybePromise<string | undefined> {
  const { delivery, source } = proven
  const isOne = delivery.tenant === undefined && source.static !== undefined
  return isOne ? undefined : hashScope(proven)
}

async function hashScope(proven: ProvenBy): Promise<string | undefined> {
  const { delivery, provider, source } = proven
  const { tenant } = delivery
  const registrations = [...source.captured].map(([name, read]) => [name, read(delivery) ?? null])
  const secrets = tenant === undefined ? await matched(proven) : []
  if (tenant === undefined && registrations.length === 0 && secrets.length === 0) return undefined
  const parts = [PURPOSE, provider, tenant ?? null, registrations, secrets]
  return encodeBase64Url(await digest('SHA-256', [utf8(JSON.stringify(parts))]))
}

async function matched(proven: ProvenBy) {
  const { context, source } = proven
  const values: (readonly [name: string, values: readonly string[]])[] = []
  let secrets = context.secrets
  for (const name of source.found) {
    const own = await matchedOf(name, proven, secrets)
    // Secrets that belong together are tried together: what one of them was, the others follow.
    secrets = narrow(secrets, name, own)
    values.push([name, own.map(({ value }) => encodeBase64Url(bytesOf(value)))])
  }
  return values
}

/** Of several values the first one that holds alone: ids are the consumer's, and may be doubled. */
async function matchedOf(
  name: string,
  { context, delivery, proof, verdict }: ProvenBy,
  secrets: SecretSet,
): Promise<readonly Secret[]> {
  const all = secrets.get(name)
  if (all.length < 2) return all
  const likely = all.filter(({ id }) => id === verdict.secretId)
  for (const secret of new Set([...likely, ...all])) {
    const one = narrow(secrets, name, [secret])
    const again = await proof.verify(delivery, { ...context, secrets: one })
    if (again.accepted === true) return [secret]
  }
  return all
}

function narrow(secrets: SecretSet, name: string, values: readonly Secret[]): SecretSet {
  return { get: (asked) => (asked === name ? values : secrets.get(asked)) }
}

function bytesOf(value: Secret['value']): Uint8Array {
  return typeof value === 'string' ? utf8(value) : value
}
