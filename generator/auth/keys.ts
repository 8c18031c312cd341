/** Parses and prints `key`: a secret, and how its text becomes key bytes. */
import { json } from '../print/literals.js'
import { isObject, type JsonValue } from '../schema/types.js'
import type { Code } from './code.js'
import { member, string } from './read.js'
import type { Spot } from './spot.js'
import type { Encoding, SecretKey } from './types.js'

export function parseSecretKey(value: JsonValue | undefined, spot: Spot): SecretKey | undefined {
  if (!isObject(value)) return undefined
  const secret = string(member(value, 'secret'))
  if (secret === undefined) {
    spot.error('ERR_KEY_SOURCE', 'a key without "secret"', 'add "secret": "NAME"')
    return undefined
  }
  // Sound: the config schema lists the values of each of these.
  return {
    secret,
    encoding: (string(member(value, 'encoding')) ?? 'utf8') as Encoding,
    strip: string(member(value, 'strip')),
    normalize: string(member(value, 'normalize')) as SecretKey['normalize'],
    derive: string(member(value, 'derive')) as SecretKey['derive'],
  }
}

export function printSecretKey(key: SecretKey, code: Code): string {
  const decoders = {
    hex: 'fromHex',
    base64: 'fromBase64',
    base64url: 'fromBase64Url',
    utf8: 'fromUtf8',
  }
  const derivations = { sha1: 'deriveSha1', sha256: 'deriveSha256', repeat32: 'deriveRepeat32' }
  const rules = [
    key.strip === undefined ? '' : `strip: ${json(key.strip)}`,
    key.normalize === undefined ? '' : `normalize: ${json(key.normalize)}`,
    `decode: ${code.use(decoders[key.encoding], 'expr/encode.js')}`,
    key.derive === undefined
      ? ''
      : `derive: ${code.use(derivations[key.derive], 'auth/derive.js')}`,
  ].filter((rule) => rule !== '')
  return `${code.use('secretKey', 'auth/keys.js')}(${json(key.secret)}, { ${rules.join(', ')} })`
}
