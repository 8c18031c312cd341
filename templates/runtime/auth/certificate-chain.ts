/** Follows a chain of certificates to a root that is trusted (RFC 5280 section 6, without policies). */
import { hasSigned, isNamedIssuer, isValid, mayIssue, maySignData } from './issued-by.js'
import type { Certificate } from './x509.js'

export interface ChainRule {
  readonly roots: readonly Certificate[]
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Extensions, as hexadecimal digits, that mark a leaf, and the authority that issued it. */
  readonly leafOids: readonly string[]
  readonly intermediateOids: readonly string[]
}

const MAX_LENGTH = 5

/** Whether the first certificate leads, one issuer after another, to one of the roots. */
export async function leadsToRoot(
  chain: readonly Certificate[],
  rule: ChainRule,
): Promise<boolean> {
  if (chain.length > MAX_LENGTH) return false
  const [leaf, issuer] = chain
  if (leaf === undefined || !maySignData(leaf) || !bearsAll(leaf, rule.leafOids)) return false
  if (rule.intermediateOids.length > 0) {
    if (issuer === undefined || !bearsAll(issuer, rule.intermediateOids)) return false
  }
  for (const [index, certificate] of chain.entries()) {
    if (!isValid(certificate, rule.now)) return false
    if (index > 0 && !mayIssue(certificate, index - 1)) return false
    // A root that marked leaves would skip the authority that the rule asks for.
    const isMarked = index > 0 || rule.intermediateOids.length === 0
    if (isMarked && (await isIssuedByAny(certificate, rule))) return true
    const next = chain[index + 1]
    if (next === undefined || !isNamedIssuer(next, certificate)) return false
    if (!(await hasSigned(next, certificate))) return false
  }
  return false
}

/** A root is trusted for its name and key; what its own certificate allows is its consumer's choice. */
async function isIssuedByAny(
  certificate: Certificate,
  { roots, now }: ChainRule,
): Promise<boolean> {
  for (const root of roots) {
    if (now < root.notBefore || now > root.notAfter || !isNamedIssuer(root, certificate)) continue
    if (await hasSigned(root, certificate)) return true
  }
  return false
}

function bearsAll({ extensions }: Certificate, oids: readonly string[]): boolean {
  return oids.every((oid) => extensions.has(oid))
}
