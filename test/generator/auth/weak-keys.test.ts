/** Constant keys that prove nothing: each is found when an SDK is generated. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const PLACE = 'ERR_KEY_CONSTANT #/auth/key/constant'
const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })

function problems(constant: unknown, encoding: string, alg = 'ed25519') {
  // Sound: a text, or what `export` gives as JSON.
  const auth: JsonObject = hmac({ alg, key: { constant: constant as JsonValue, encoding } })
  return planned({ auth, events: { type: 'any' } }).said.filter((line) => line.startsWith('ERR_'))
}

const spki = (key: string) =>
  Buffer.from(`302a300506032b6570032100${key}`, 'hex').toString('base64')

test.each([
  `01${'00'.repeat(31)}`,
  '00'.repeat(32),
  `00${'00'.repeat(30)}80`,
  `ec${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(31)}`,
  `f0${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])('an Ed25519 key for which anybody can sign, %s', (key) => {
  const want = [`${PLACE} the key proves nothing: anybody could sign for its point`]
  expect(problems(spki(key), 'spki-base64')).toEqual(want)
  expect(problems(key, 'ed25519-hex')).toEqual(want)
})

test.each([
  ['AQ', 'its exponent is 1 or even'],
  ['BA', 'its exponent is 1 or even'],
  ['AQAAAAE', 'its exponent has more than 32 bits'],
])('an RSA key with an exponent of %s', (e, problem) => {
  const want = [`${PLACE} the key proves nothing: ${problem}`]
  expect(problems({ ...rsa, e }, 'jwk', 'rsa-sha256')).toEqual(want)
})

test('keys for encryption are left out of a set, and refused alone', () => {
  const others = [
    { ...ed, use: 'enc' },
    { ...ed, key_ops: ['encrypt'] },
    { ...ed, use: 'sig', key_ops: [] },
  ]
  const want = (encoding: string) => [`${PLACE} it is no public key in the encoding "${encoding}"`]
  for (const other of others) expect(problems(other, 'jwk')).toEqual(want('jwk'))
  expect(problems({ keys: others }, 'jwks')).toEqual(want('jwks'))
  expect(problems({ keys: [...others, ed] }, 'jwks')).toEqual([])
})
