/** The key of a token that brings its own certificates (RFC 7515 section 4.1.6), up to pinned roots. */
import { decodeBase64 } from '../bytes.js'
import { leadsToRoot } from './certificate-chain.js'
import { rootsOf } from './certificates.js'
import type { FoundKey, PublicKeySource } from './public-keys.js'
import { type Certificate, parseCertificate } from './x509.js'

export interface ChainKeyRule {
  /** The secret that holds the roots. */
  readonly roots: string
  readonly leafOids: readonly string[]
  readonly intermediateOids: readonly string[]
}

const MAX_CERTIFICATES = 5

export function chainKeys({ roots: name, ...oids }: ChainKeyRule): PublicKeySource {
  const source = rootsOf(name)
  return {
    known: (secrets) => {
      source.read(secrets)
      return []
    },
    find: async (secrets, { context }): Promise<readonly FoundKey[]> => {
      const chain = readChain(context.jose?.value['x5c'])
      const roots = source.read(secrets)
      const [leaf] = chain ?? []
      if (chain === undefined || leaf === undefined) return []
      const isTrusted = await leadsToRoot(chain, { ...oids, roots, now: context.now })
      return isTrusted ? [{ id: undefined, spki: leaf.spki, isOneOfMany: true }] : []
    },
  }
}

/** Base64 of each certificate, the leaf first; undefined for anything else. */
function readChain(value: unknown): readonly Certificate[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_CERTIFICATES) return undefined
  const chain: Certificate[] = []
  for (const text of value as readonly unknown[]) {
    const der = typeof text === 'string' ? decodeBase64(text) : undefined
    const certificate = der && parseCertificate(der)
    if (certificate === undefined) return undefined
    chain.push(certificate)
  }
  return chain
}
