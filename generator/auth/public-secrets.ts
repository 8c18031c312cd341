/** Which secrets are nothing but public keys and certificates: blanks around their text say nothing. */
import { expressionsOf } from './compile.js'
import { keySecrets, SHARED_ENCODINGS } from './keys.js'
import { leavesOf } from './rules/leaves.js'
import type { KeyPlan, ProofPlan } from './types.js'
import { secretsIn } from './uses.js'

/** Their names; a secret that is also used as text, or to sign with, is not among them. */
export function publicSecrets(proofs: readonly ProofPlan[]): ReadonlySet<string> {
  const keys = proofs.flatMap(leavesOf).flatMap(keysOf)
  const others = new Set([
    ...keys.filter((key) => !isPublic(key)).flatMap(keySecrets),
    ...proofs.flatMap(expressionsOf).flatMap(secretsIn),
  ])
  const names = [
    ...keys.filter(isPublic).flatMap(keySecrets),
    ...proofs.flatMap(leavesOf).flatMap(rootsOf),
  ]
  return new Set(names.filter((name) => !others.has(name)))
}

function keysOf(leaf: ProofPlan): readonly KeyPlan[] {
  if (leaf.kind === 'signature') return leaf.key === undefined ? [] : [leaf.key]
  return (leaf.kind === 'jwt' || leaf.kind === 'httpsig') && leaf.key !== undefined
    ? [leaf.key]
    : []
}

function rootsOf(leaf: ProofPlan): readonly string[] {
  const ca = leaf.kind === 'transport' ? leaf.clientCert?.ca : undefined
  return ca === undefined ? [] : [ca]
}

/** What a key is fetched with is a secret as any other; roots are certificates. */
function isPublic(key: KeyPlan): boolean {
  if (key.kind === 'secret') return !SHARED_ENCODINGS.includes(key.encoding)
  return key.kind === 'certUrl' || key.kind === 'x5c'
}
