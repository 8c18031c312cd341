/** Whether a certificate was issued by an authority that the consumer trusts. */
import { encodeHex } from '../bytes.js'
import type { HashName } from '../crypto.js'
import { derChildren, readDer } from './der.js'
import { ecdsa } from './ecdsa.js'
import { ED25519 } from './ed25519.js'
import { importPublicKey, type KeyAlgorithm, verifyWith } from './public-key.js'
import { rsaPkcs1 } from './rsa.js'
import { OID, readSpki } from './spki.js'
import type { Certificate } from './x509.js'

const BASIC_CONSTRAINTS = '551d13'
const KEY_USAGE = '551d0f'
const EXTENDED_KEY_USAGE = '551d25'
const CLIENT_AUTH = '2b06010505070302'
const KEY_CERT_SIGN = 0x04

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

/** Whether one of the authorities issued it for clients, and both are valid at that time. */
export async function isIssuedBy(
  certificate: Certificate,
  authorities: readonly Certificate[],
  now: number,
): Promise<boolean> {
  if (!isValid(certificate, now) || !isForClients(certificate)) return false
  for (const authority of authorities) {
    if (encodeHex(authority.subject) !== encodeHex(certificate.issuer)) continue
    if (!isAuthority(authority) || !isValid(authority, now)) continue
    if (await hasSigned(authority, certificate)) return true
  }
  return false
}

/** A critical extension that is not understood makes a certificate worthless (section 4.2). */
export function isValid({ notBefore, notAfter, extensions }: Certificate, now: number): boolean {
  const isKnown = [...extensions].every(([oid, { critical }]) => !critical || UNDERSTOOD.has(oid))
  return isKnown && notBefore <= now && now <= notAfter
}

export function isAuthority({ extensions }: Certificate): boolean {
  const constraints = extensions.get(BASIC_CONSTRAINTS)?.value
  const [flag] = derChildren(constraints && readDer(constraints)) ?? []
  if (flag?.tag !== 0x01 || flag.content[0] !== 0xff) return false
  const usage = extensions.get(KEY_USAGE)?.value
  const bits = usage && readDer(usage)?.content[1]
  return usage === undefined || ((bits ?? 0) & KEY_CERT_SIGN) !== 0
}

function isForClients({ extensions }: Certificate): boolean {
  const usage = extensions.get(EXTENDED_KEY_USAGE)?.value
  if (usage === undefined) return true
  return (derChildren(readDer(usage)) ?? []).some(({ content }) => {
    return encodeHex(content) === CLIENT_AUTH
  })
}

export async function hasSigned(
  authority: Certificate,
  certificate: Certificate,
): Promise<boolean> {
  const algorithm = algorithmOf(authority, certificate)
  if (algorithm === undefined) return false
  const key = importPublicKey(authority.spki, algorithm)
  return verifyWith(key, [certificate.signed], certificate.signature)
}

function algorithmOf(authority: Certificate, certificate: Certificate): KeyAlgorithm | undefined {
  const { algorithm } = certificate
  if (algorithm === OID.ed25519) return ED25519
  const hash = ECDSA_HASHES.get(algorithm)
  const curve = CURVES.get(readSpki(authority.spki)?.curve)
  if (hash !== undefined) return curve && ecdsa(curve, hash, 'der')
  return RSA.get(algorithm)
}
