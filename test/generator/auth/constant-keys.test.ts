/** Public keys in a config, as providers publish them and people copy them. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseConstantKey } from '../../../generator/auth/constant-keys.js'
import { Spot } from '../../../generator/auth/spot.js'
import { Diagnostics } from '../../../generator/diagnostics.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const pkcs1 = rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const inSdk = rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

function read(value: string | readonly string[]) {
  const diagnostics = new Diagnostics()
  const spot = new Spot(diagnostics, 'webhooks.json', () => ({ line: 1, column: 1 }))
  const wanted = { encoding: 'pem', types: ['rsa'], leastRsaBits: 2048 } as const
  const { keys } = parseConstantKey(value, spot, wanted)
  return { keys, said: diagnostics.list.map(({ code, message }) => `${code} ${message}`) }
}

const forms: readonly (readonly [name: string, change: (pem: string) => string])[] = [
  ['as it is published', (pem) => pem],
  ['with \\n written out', (pem) => pem.replaceAll('\n', '\\n')],
  ['with \\r\\n written out', (pem) => pem.replaceAll('\n', '\\r\\n')],
  ['with some of the breaks written out', (pem) => pem.replace('\n', '\\n')],
  ['indented', (pem) => pem.replaceAll('\n', '\n    ')],
  ['on one line', (pem) => pem.replaceAll('\n', ' ')],
  ['with breaks of Windows', (pem) => pem.replaceAll('\n', '\r\n')],
]

test.each(forms)('a public key %s is taken', (_name, change) => {
  for (const pem of [spki, pkcs1]) expect(read(change(pem))).toEqual({ keys: [inSdk], said: [] })
})

test('one key in two forms is one key', () => {
  expect(read([spki, pkcs1.replaceAll('\n', '\\n')])).toEqual({ keys: [inSdk], said: [] })
})

const secret = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const wrong: readonly (readonly [name: string, text: string])[] = [
  ['a private key', secret],
  ['a private key with \\n written out', secret.replaceAll('\n', '\\n')],
  ['a key under the name of the other form', pkcs1.replaceAll('RSA PUBLIC', 'PUBLIC')],
  ['a key without its last line', spki.replace(/-----END.*/, '')],
  ['a fingerprint', createHash('sha256').update(spki).digest('hex')],
]

test.each(wrong)('%s is none', (_name, text) => {
  const { keys, said } = read(text)
  expect(keys).toEqual([])
  expect(said).toEqual(['ERR_KEY_CONSTANT it is no public key in the encoding "pem"'])
})
