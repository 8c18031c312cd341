/** What the issuer of a certificate may do, and whether it made the signature of another. */
import { encodeHex } from '../bytes.js'
import type { HashName } from '../crypto.js'
import { isWebhookError } from '../errors.js'
import { DER, derChildren, derUnsigned, readDer } from './der.js'
import { ecdsa } from './ecdsa.js'
import { ED25519 } from './ed25519.js'
import { importPublicKey, type KeyAlgorithm, verifyWith } from './public-key.js'
import { rsaPkcs1 } from './rsa.js'
import { OID, readSpki } from './spki.js'
import type { Certificate } from './x509.js'

const BOOLEAN = 0x01
const BASIC_CONSTRAINTS = '551d13'
const KEY_USAGE = '551d0f'
const EXTENDED_KEY_USAGE = '551d25'
const CLIENT_AUTH = '2b06010505070302'
const KEY_CERT_SIGN = 0x04
/** `digitalSignature` and `nonRepudiation`, whose difference nobody keeps to. */
const SIGNATURES = 0xc0
const NAME_CONSTRAINTS = '551d1e'

/** What we look at, or what says nothing about who the subject is. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  BASIC_CONSTRAINTS,
  KEY_USAGE,
  EXTENDED_KEY_USAGE,
  '551d11',
  '551d0e',
  '551d23',
])

const RSA: ReadonlyMap<string, KeyAlgorithm> = new Map([
  ['2a864886f70d01010b', rsaPkcs1('SHA-256')],
  ['2a864886f70d01010c', rsaPkcs1('SHA-384')],
  ['2a864886f70d01010d', rsaPkcs1('SHA-512')],
])

const ECDSA_HASHES: ReadonlyMap<string, HashName> = new Map([
  ['2a8648ce3d040302', 'SHA-256'],
  ['2a8648ce3d040303', 'SHA-384'],
  ['2a8648ce3d040304', 'SHA-512'],
])

const CURVES: ReadonlyMap<string | undefined, 'P-256' | 'P-384' | 'P-521'> = new Map([
  [OID.p256, 'P-256'],
  [OID.p384, 'P-384'],
  [OID.p521, 'P-521'],
])

/** A critical extension that is not understood makes a certificate worthless (section 4.2). */
export function isValid({ notBefore, notAfter, extensions }: Certificate, now: number): boolean {
  const isKnown = [...extensions].every(([oid, { critical }]) => !critical || UNDERSTOOD.has(oid))
  return isKnown && notBefore <= now && now <= notAfter
}

/**
 * Whether it is an authority that may have others below it. Constraints on names are not applied
 * here, so that an authority which has any, critical or not, is none.
 */
export function mayIssue({ extensions }: Certificate, authoritiesBelow: number): boolean {
  const constraints = extensions.get(BASIC_CONSTRAINTS)?.value
  const [flag, limit] = derChildren(constraints && readDer(constraints)) ?? []
  if (flag?.tag !== BOOLEAN || encodeHex(flag.content) !== 'ff') return false
  if (limit !== undefined && !isBelow(authoritiesBelow, derUnsigned(limit))) return false
  return isUsableFor(KEY_CERT_SIGN, extensions) && !extensions.has(NAME_CONSTRAINTS)
}

/** Whether its own key may sign data: one for encryption, or for certificates alone, may not. */
export function maySignData({ extensions }: Certificate): boolean {
  return isUsableFor(SIGNATURES, extensions)
}

function isUsableFor(bits: number, extensions: Certificate['extensions']): boolean {
  const usage = extensions.get(KEY_USAGE)?.value
  if (usage === undefined) return true
  const node = readDer(usage)
  return node?.tag === DER.bitString && ((node.content[1] ?? 0) & bits) !== 0
}

/** A limit of more than one byte is above all that is ever followed; one that is malformed is none. */
function isBelow(count: number, limit: Uint8Array | undefined): boolean {
  return limit !== undefined && (limit.length > 1 || count <= (limit[0] ?? 0))
}

export function isNamedIssuer({ subject }: Certificate, { issuer }: Certificate): boolean {
  return encodeHex(subject) === encodeHex(issuer)
}

export function isForClients({ extensions }: Certificate): boolean {
  const usage = extensions.get(EXTENDED_KEY_USAGE)?.value
  if (usage === undefined) return true
  return (derChildren(readDer(usage)) ?? []).some(({ content }) => {
    return encodeHex(content) === CLIENT_AUTH
  })
}

/** A key that is too weak, or of another kind, has signed nothing: the sender may have brought it. */
export async function hasSigned(
  authority: Certificate,
  certificate: Certificate,
): Promise<boolean> {
  const algorithm = algorithmOf(authority, certificate)
  if (algorithm === undefined) return false
  try {
    const key = importPublicKey(authority.spki, algorithm)
    return await verifyWith(key, [certificate.signed], certificate.signature)
  } catch (error) {
    if (isWebhookError(error) && error.code === 'ERR_SECRET_INVALID') return false
    throw error
  }
}

function algorithmOf(authority: Certificate, certificate: Certificate): KeyAlgorithm | undefined {
  const { algorithm } = certificate
  if (algorithm === OID.ed25519) return ED25519
  const hash = ECDSA_HASHES.get(algorithm)
  const curve = CURVES.get(readSpki(authority.spki)?.curve)
  if (hash !== undefined) return curve && ecdsa(curve, hash, 'der')
  return RSA.get(algorithm)
}
