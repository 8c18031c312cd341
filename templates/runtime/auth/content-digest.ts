/** Holds a body to its `Content-Digest` (RFC 9530). */
import { digest, equalBytes, type HashName } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { parseDictionary } from './parse-structured-fields.js'
import { isInnerList, type Member } from './structured-fields.js'

/** The algorithms that are safe to rely on (RFC 9530, section 5); any other is passed over. */
const HASHES: ReadonlyMap<string, HashName> = new Map([
  ['sha-256', 'SHA-256'],
  ['sha-512', 'SHA-512'],
])

/** Whether the member of `Content-Digest` with this key says something about the body. */
export function isDigestKey(key: string): boolean {
  return HASHES.has(key)
}

/**
 * Whether there is a digest that we know, and each one that we know is the body's: of the body as it
 * was sent, with its content encoding (RFC 9530, section 2).
 */
export async function hasContentDigest({ headers, body, encoded }: Delivery): Promise<boolean> {
  const members = parseDictionary(headers.values('content-digest').join(', '))
  if (members === undefined) return false
  let known = 0
  for (const [key, member] of members) {
    const hash = HASHES.get(key)
    if (hash === undefined) continue
    const given = bytesOf(member)
    if (given === undefined || !equalBytes(given, await digest(hash, [encoded ?? body])))
      return false
    known += 1
  }
  return known > 0
}

function bytesOf(member: Member): Uint8Array | undefined {
  return !isInnerList(member) && member.bare.kind === 'bytes' ? member.bare.value : undefined
}
