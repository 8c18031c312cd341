/** The scopes of a token (RFC 8693 section 4.2, RFC 7662 section 2.2). */
import { valueAt } from '../expr/json.js'
import { readObject } from './jose.js'

/** Whether a token's claims grant every scope; some issuers call them `scp` and write a list. */
export function hasScopes(claims: Uint8Array | undefined, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true
  const { value } = readObject(claims) ?? {}
  const given = ['/scope', '/scp'].flatMap((pointer) => scopesOf(valueAt(value, pointer)))
  return wanted.every((scope) => given.includes(scope))
}

function scopesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(' ')
  if (!Array.isArray(value)) return []
  return value.filter((scope) => typeof scope === 'string')
}
