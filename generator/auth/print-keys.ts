/** Prints where the key of a signature comes from. */
import { GeneratorBug } from '../errors.js'
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { printLambda, printText } from './print-expr.js'
import { printRemoteKey } from './print-remote-key.js'
import type { Expr, KeyEncoding, KeyPlan, SecretKey } from './types.js'

const DECODERS: Readonly<Record<KeyEncoding, readonly [name: string, module: string]>> = {
  hex: ['fromHex', 'expr/encode.js'],
  base64: ['fromBase64', 'expr/encode.js'],
  base64url: ['fromBase64Url', 'expr/encode.js'],
  utf8: ['fromUtf8', 'expr/encode.js'],
  pem: ['fromPem', 'auth/pem.js'],
  'spki-base64': ['fromPem', 'auth/pem.js'],
  'ed25519-hex': ['fromEd25519Hex', 'auth/spki.js'],
  'ed25519-base64': ['fromEd25519Base64', 'auth/spki.js'],
  jwk: ['fromJwk', 'auth/jwk.js'],
  jwks: ['fromJwk', 'auth/jwk.js'],
}

/** How messages call what is no word of its own. */
const ENCODING_WORDS: Readonly<Partial<Record<KeyEncoding, string>>> = {
  pem: 'a public key or certificate in PEM',
  'spki-base64': 'a public key in base64 (SPKI) or PEM',
  'ed25519-hex': 'the 32 bytes of an Ed25519 key in hex',
  'ed25519-base64': 'the 32 bytes of an Ed25519 key in base64',
  jwk: 'a public JWK',
  jwks: 'a set of public JWKs',
}

const DERIVATIONS = { sha1: 'deriveSha1', sha256: 'deriveSha256', repeat32: 'deriveRepeat32' }

/** A TypeScript expression of type `KeySource` where the key is shared, else `PublicKeySource`. */
export function printKeySource(key: KeyPlan, code: Code, shared: boolean): string {
  return shared ? printSecretKey(key, code) : printPublicKeys(key, code)
}

/** A TypeScript expression of type `KeySource`. */
export function printSecretKey(key: KeyPlan, code: Code): string {
  if (key.kind !== 'secret') throw new GeneratorBug(`a shared key cannot be "${key.kind}"`)
  const rules = [
    ...printRules(key, code),
    `decode: ${printDecoder(key.encoding, code)}`,
    ...(key.derive === undefined
      ? []
      : [`derive: ${code.use(DERIVATIONS[key.derive], 'auth/derive.js')}`]),
  ]
  return `${code.use('secretKey', 'auth/keys.js')}(${json(key.secret)}, { ${rules.join(', ')} })`
}

/** A TypeScript expression of type `PublicKeySource`. */
export function printPublicKeys(key: KeyPlan, code: Code): string {
  if (key.kind === 'constant') {
    return `${code.use('constantKeys', 'auth/public-keys.js')}(${json(key.keys)})`
  }
  if (key.kind !== 'secret') return printRemoteKey(key, code, printDecoder)
  const rules = printRules(key, code)
  if (key.encoding === 'jwks') {
    const kid = key.kid === undefined ? '' : `, ${printReader(key.kid, code)}`
    const call = code.use('jwkSet', 'auth/jwk-set.js')
    return `${call}(${json(key.secret)}, { ${rules.join(', ')} }${kid})`
  }
  const all = [...rules, `decode: ${printDecoder(key.encoding, code)}`]
  return `${code.use('publicKeys', 'auth/public-keys.js')}(${json(key.secret)}, { ${all.join(', ')} })`
}

/** The runtime function that decodes one key. */
export function printDecoder(encoding: KeyEncoding, code: Code): string {
  return code.use(...DECODERS[encoding])
}

function printRules(key: SecretKey, code: Code): readonly string[] {
  const choice = printChoice(key, code)
  return [
    ...(key.strip === undefined ? [] : [`strip: ${json(key.strip)}`]),
    ...(key.encoding === 'utf8'
      ? []
      : [`encoding: ${json(ENCODING_WORDS[key.encoding] ?? key.encoding)}`]),
    ...(key.normalize === undefined ? [] : [`normalize: ${json(key.normalize)}`]),
    ...(choice === undefined ? [] : [`choose: ${choice}`]),
  ]
}

function printChoice({ byId, only, except }: SecretKey, code: Code): string | undefined {
  const use = (name: string) => code.use(name, 'auth/key-choice.js')
  if (byId !== undefined) return `${use('byId')}(${printReader(byId, code)})`
  if (only !== undefined) return `${use('onlyPrefix')}(${json(only)})`
  return except === undefined ? undefined : `${use('exceptPrefix')}(${json(except)})`
}

function printReader(expr: Expr, code: Code): string {
  return printLambda(['d', 'c'], printText(expr, code))
}
