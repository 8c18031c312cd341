/** Which hosts the keys of a proof are asked for at. */
import { leavesOf } from './rules/leaves.js'
import type { KeyPlan, ProofPlan } from './types.js'

/**
 * The provider's hosts, as patterns in which `*` stands for one label; undefined where judging the
 * proof never needs a request. Whom tokens of OAuth 2 are asked about at is the consumer's to say.
 */
export function askedHosts(plans: readonly ProofPlan[]): readonly string[] | undefined {
  const all = plans.flatMap(leavesOf).map(hostsOfLeaf)
  const asked = all.filter((hosts) => hosts !== undefined)
  return asked.length === 0 ? undefined : [...new Set(asked.flat())].sort()
}

function hostsOfLeaf(leaf: ProofPlan): readonly string[] | undefined {
  if (leaf.kind === 'oauth2') return []
  if (leaf.kind !== 'signature' && leaf.kind !== 'jwt' && leaf.kind !== 'httpsig') return undefined
  return leaf.key && hostsOfKey(leaf.key)
}

function hostsOfKey(key: KeyPlan): readonly string[] | undefined {
  if (key.kind === 'certUrl') return key.hosts
  if (key.kind === 'jwks') return hostOf(key.url)
  if (key.kind !== 'url') return undefined
  return typeof key.origin === 'string' ? hostOf(key.origin) : key.origin.hosts
}

/** None where the URL is none, which has been reported. */
function hostOf(url: string): readonly string[] {
  return URL.canParse(url) ? [new URL(url).hostname] : []
}
