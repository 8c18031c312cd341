/** Finds a path from a client's certificate to an authority that is trusted (RFC 5280 section 6). */
import {
  hasSigned,
  isForClients,
  isNamedIssuer,
  isValid,
  mayIssue,
  maySignData,
} from './issued-by.js'
import type { Certificate } from './x509.js'

export interface PathRule {
  /** What the client sent along, in any order. Nobody vouches for it. */
  readonly intermediates: readonly Certificate[]
  readonly authorities: readonly Certificate[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Authorities between the client and the one that is trusted. */
const MAX_INTERMEDIATES = 5
/** Whoever connects decides how many ways there are to try. */
const MAX_SIGNATURES = 32

/** Whether the certificate is for clients and leads, by valid certificates, to one of the authorities. */
export async function leadsToAuthority(leaf: Certificate, rule: PathRule): Promise<boolean> {
  if (!isValid(leaf, rule.now) || !isForClients(leaf) || !maySignData(leaf)) return false
  return new PathSearch(rule).continues([leaf])
}

class PathSearch {
  readonly #rule: PathRule
  #left = MAX_SIGNATURES

  constructor(rule: PathRule) {
    this.#rule = rule
  }

  /** The path begins with the leaf; each certificate was issued by the next. */
  async continues(path: readonly Certificate[]): Promise<boolean> {
    const { authorities, intermediates } = this.#rule
    for (const authority of authorities) {
      if (await this.#hasIssued(authority, path)) return true
    }
    if (path.length > MAX_INTERMEDIATES) return false
    for (const next of intermediates) {
      if (path.includes(next) || !isForClients(next)) continue
      if ((await this.#hasIssued(next, path)) && (await this.continues([...path, next])))
        return true
    }
    return false
  }

  async #hasIssued(issuer: Certificate, path: readonly Certificate[]): Promise<boolean> {
    const last = path.at(-1)
    if (last === undefined || !isNamedIssuer(issuer, last)) return false
    if (!isValid(issuer, this.#rule.now) || !mayIssue(issuer, path.length - 1)) return false
    if (this.#left === 0) return false
    this.#left -= 1
    return hasSigned(issuer, last)
  }
}
