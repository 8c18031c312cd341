/** Parses `key`: where the key of a signature comes from, and how its text becomes key bytes. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { parseConstantKey } from './constant-keys.js'
import { remoteExpressions, remoteSecrets } from './print-remote-key.js'
import type { KeyType } from './public-algorithms.js'
import { member, object, string } from './read.js'
import { readingExpr, textExpr } from './reading.js'
import { type KeyNames, parseRemoteKey } from './remote-keys.js'
import type { Spot } from './spot.js'
import type { Expr, KeyEncoding, KeyPlan, SecretKey } from './types.js'
import { placeholders, secretsIn } from './uses.js'

/** What the key is for. */
export interface KeyUse {
  /** Whether the sender has the same key; otherwise it has the private half of it. */
  readonly shared: boolean
  /** Whether a shared key may be fetched, over a URL or with a request that not everybody can make. */
  readonly fetched?: boolean
  /** The public keys that the algorithms take; any where it is left out. */
  readonly types?: readonly KeyType[]
  readonly allowWeak?: boolean
  /** What the proof itself may name the key by: the header of a token, or `keyid`. */
  readonly namedBy?: 'token' | 'message'
}

/** The encodings of keys that both sides have; all others are of public keys. */
export const SHARED_ENCODINGS: readonly KeyEncoding[] = ['utf8', 'hex', 'base64', 'base64url']

export function parseKey(
  value: JsonValue | undefined,
  spot: Spot,
  use: KeyUse,
): KeyPlan | undefined {
  if (!isObject(value)) return undefined
  const id = string(member(value, 'byId'))
  if (id !== undefined) {
    const key = parseSecretKey(object(member(value, 'of')), spot.at('of'), use)
    return (
      key && { ...key, byId: readingExpr(id, spot.at('byId'), namesOf(use).position, 'header') }
    )
  }
  if (member(value, 'secret') !== undefined) return parseSecretKey(value, spot, use)
  const key = parsePublishedKey(value, spot, use)
  if (key === undefined) {
    spot.error('ERR_KEY_SOURCE', 'a key without "secret"', 'add "secret": "NAME"')
  } else if (use.shared && !(use.fetched === true && isGuarded(key))) {
    const message = 'the algorithm shares its key, and this one is public: anybody could sign'
    spot.error('ERR_KEY_SOURCE', message, 'write "key": { "secret": "NAME" }')
  }
  return key
}

/** The key of a token, whose algorithms are all shared or none. Its header names one of a set. */
export function parseTokenKey(
  value: JsonValue | undefined,
  spot: Spot,
  shared: boolean,
): KeyPlan | undefined {
  return parseNamedKey(value, spot, { shared, namedBy: 'token' })
}

/** The key of a message signature, which names one of a set as well. */
export function parseMessageKey(
  value: JsonValue | undefined,
  spot: Spot,
  use: KeyUse,
): KeyPlan | undefined {
  return parseNamedKey(value, spot, { ...use, namedBy: 'message' })
}

function parseNamedKey(value: JsonValue | undefined, spot: Spot, use: KeyUse): KeyPlan | undefined {
  const key = parseKey(value, spot, use)
  const { kid, position } = namesOf(use)
  if (key?.kind !== 'jwks' || key.kid !== undefined || kid === undefined) return key
  return { ...key, kid: textExpr(kid, spot, position) }
}

function namesOf({ namedBy, shared }: KeyUse): KeyNames {
  const encoding = shared ? 'utf8' : 'pem'
  if (namedBy === 'token') return { position: 'tokenKey', kid: '{jose:/kid}', encoding }
  if (namedBy === 'message') return { position: 'messageKey', kid: '{keyid}', encoding }
  return { position: 'key', kid: undefined, encoding }
}

function parsePublishedKey(node: JsonObject, spot: Spot, use: KeyUse): KeyPlan | undefined {
  const constant = member(node, 'constant')
  if (constant === undefined) {
    const key = parseRemoteKey(node, spot, namesOf(use))
    if (key?.kind === 'url') checkFamily(key.encoding, use.shared, spot)
    return key
  }
  return parseConstantKey(constant, spot.at('constant'), {
    encoding: encodingOf(node, false),
    types: use.types,
    leastRsaBits: use.allowWeak === true ? 1024 : 2048,
  })
}

/** A URL that is the same for everybody, asked for without a secret, publishes what it answers. */
function isGuarded(key: KeyPlan): boolean {
  if (key.kind !== 'url') return false
  const placed = remoteExpressions(key).flatMap(placeholders)
  return typeof key.origin !== 'string' || secretsIn(placed).length > 0
}

function parseSecretKey(node: JsonObject, spot: Spot, use: KeyUse): SecretKey | undefined {
  const { shared } = use
  const secret = string(member(node, 'secret'))
  if (secret === undefined) {
    spot.error('ERR_KEY_SOURCE', 'a key without "secret"', 'add "secret": "NAME"')
    return undefined
  }
  const kid = string(member(node, 'kid'))
  const key: SecretKey = {
    kind: 'secret',
    secret,
    encoding: encodingOf(node, shared),
    strip: string(member(node, 'strip')),
    only: string(member(node, 'only')),
    except: string(member(node, 'except')),
    byId: undefined,
    kid: kid === undefined ? undefined : textExpr(kid, spot.at('kid'), namesOf(use).position),
    // Sound: the config schema lists the values of both.
    normalize: string(member(node, 'normalize')) as SecretKey['normalize'],
    derive: string(member(node, 'derive')) as SecretKey['derive'],
  }
  checkEncoding(key, shared, spot)
  return key
}

function encodingOf(node: JsonObject, shared: boolean): KeyEncoding {
  // Sound: the config schema lists the encodings.
  return (string(member(node, 'encoding')) ?? (shared ? 'utf8' : 'pem')) as KeyEncoding
}

function checkFamily(encoding: KeyEncoding, shared: boolean, spot: Spot): void {
  if (SHARED_ENCODINGS.includes(encoding) !== shared) {
    const message = shared
      ? `"${encoding}" is an encoding of public keys, and the algorithm shares its key`
      : `"${encoding}" is no encoding of a public key`
    const hint = shared
      ? SHARED_ENCODINGS.join(', ')
      : 'pem, spki-base64, ed25519-hex, ed25519-base64, jwk, jwks'
    spot.at('encoding').error('ERR_KEY_ENCODING', message, `use one of ${hint}`)
  }
}

function checkEncoding({ encoding, kid, derive }: SecretKey, shared: boolean, spot: Spot): void {
  checkFamily(encoding, shared, spot)
  if (kid !== undefined && encoding !== 'jwks') {
    spot
      .at('kid')
      .error('ERR_KEY_ENCODING', '"kid" chooses from a set: it needs "encoding": "jwks"')
  }
  if (derive !== undefined && !shared) {
    spot.at('derive').error('ERR_KEY_ENCODING', 'a public key is not derived from anything')
  }
}

/** Every expression that finds the key. */
export function keyExpressions(key: KeyPlan | undefined): readonly Expr[] {
  if (key === undefined || key.kind === 'constant') return []
  if (key.kind !== 'secret') return remoteExpressions(key)
  return [key.byId, key.kid].filter((expr) => expr !== undefined)
}

/** The secrets that it reads by name; those inside its expressions are not among them. */
export function keySecrets(key: KeyPlan | undefined): readonly string[] {
  if (key === undefined || key.kind === 'constant') return []
  return key.kind === 'secret' ? [key.secret] : remoteSecrets(key)
}
