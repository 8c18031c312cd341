/** Secrets of every kind that a proof may ask for. */
import { generateKeyPairSync } from 'node:crypto'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
const ed25519 = generateKeyPairSync('ed25519').publicKey

const spki = (key: typeof rsa) => key.export({ type: 'spki', format: 'der' })
const pem = (key: typeof rsa) => key.export({ type: 'spki', format: 'pem' }).toString()
const jwk = (key: typeof rsa) => ({ ...key.export({ format: 'jwk' }), kid: 'a' })

export const KEYS: readonly unknown[] = [
  'a secret that is long enough for any proof',
  `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  'ab'.repeat(32),
  Buffer.alloc(32, 7).toString('base64'),
  pem(rsa),
  pem(ec),
  pem(ed25519),
  spki(rsa).toString('base64'),
  spki(ec).toString('base64'),
  spki(ed25519).subarray(-32).toString('hex'),
  spki(ed25519).subarray(-32).toString('base64'),
  JSON.stringify({ keys: [jwk(rsa), jwk(ec)] }),
  JSON.stringify(jwk(rsa)),
  JSON.stringify(jwk(ec)),
  { a: pem(rsa) },
  { a: 'a secret that is long enough for any proof' },
]
