/** Configs with one mistake each, and what is said of it. */
import { hmac } from '../planned.js'

/** One mistake: what is said, where, and how to mend it. */
export interface Row {
  readonly rule: string
  readonly config: object
  readonly code: string
  readonly pointer: string
  readonly message: string | RegExp
  readonly hint?: string | RegExp
}

export const TOKEN = { type: 'bearer' }
export const publicKey = (alg: string, encoding: string) =>
  hmac({ alg, key: { secret: 'KEY', encoding } })
export const keyFrom = (key: object) => ({ ...hmac({ alg: 'rsa-sha256' }), key })
export const certUrl = (hosts: readonly string[]) => {
  return { certUrl: '{header:x-url}', hosts, pathMatches: '/[a-z]+\\.pem' }
}
export const token = (algs: readonly string[], key: string | object = 'utf8') => ({
  type: 'jwt',
  token: { from: '{header:authorization|credentials:Bearer}' },
  algs,
  key: typeof key === 'string' ? { secret: 'KEY', encoding: key } : key,
})
export const signatureFrom = (more: object) => ({ from: '{header:x}', encoding: 'hex', ...more })

export function without(key: string) {
  return Object.fromEntries(Object.entries(hmac()).filter(([name]) => name !== key))
}
