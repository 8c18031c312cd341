/** A signature in the header `x-sig`, in hexadecimal, over the body: what the tests vary. */
import { createHmac } from 'node:crypto'
import type { KeyRule } from '../../../templates/runtime/auth/keys.js'
import type { SignatureRule } from '../../../templates/runtime/auth/signature.js'
import type { Head } from '../../../templates/runtime/delivery.js'
import { fromHex, fromUtf8 } from '../../../templates/runtime/expr/encode.js'
import { header } from '../../../templates/runtime/expr/header.js'
import { type PickRule, pick } from '../../../templates/runtime/expr/pick.js'
import { parts } from '../../../templates/runtime/expr/value.js'
import type { Proof } from '../../../templates/runtime/proof.js'
import type { Runtime } from './proofs.js'

export const BODY = '{"a":"naïve"}'
export const KEY = { KEY: 'key' }

/** The entries of a header. */
export function entries(name: string, rule: Partial<PickRule> = {}) {
  return (head: Head) => pick([header(head, name)], { max: 16, ...rule })
}

export function signed(
  runtime: Runtime,
  more: Partial<SignatureRule> = {},
  key: KeyRule = { decode: fromUtf8 },
): Proof {
  return runtime.signature({
    candidates: { inHead: entries('x-sig') },
    decode: fromHex,
    contents: (d) => [parts(d.body)],
    algorithm: runtime.hmacSignature('SHA-256', runtime.secretKey('KEY', key)),
    ...more,
  })
}

export function mac(body: string | Uint8Array, key: string | Uint8Array = 'key', hash = 'sha256') {
  return createHmac(hash, key).update(body).digest('hex')
}

export const GOOD = mac(BODY)

export function sent(signature: string, body: string | Uint8Array = BODY) {
  return { headers: { 'x-sig': signature }, body }
}
