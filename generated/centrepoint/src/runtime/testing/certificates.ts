/** Issues certificates for the key of a test: a root, an authority below it, and the key's own. */
import { DER, writeDer, writeDerUnsigned } from '../auth/der.js'
import { writeOid } from '../auth/spki.js'
import { concat, utf8 } from '../bytes.js'
import { webSource } from '../crypto.js'
import { pem } from './public-half.js'

/** What a scheme demands of the certificates. */
export interface CertificateNeed {
  /** The secret that holds the root. */
  readonly roots?: string
  /** Extensions, as hexadecimal digits, that mark the key's own certificate and its authority's. */
  readonly leafOids: readonly string[]
  readonly intermediateOids: readonly string[]
  /** A name that the key's own certificate bears. */
  readonly name?: string
}

export interface IssuedChain {
  /** In DER: the key's own, then the authority's. */
  readonly certificates: readonly Uint8Array[]
  readonly roots: Readonly<Record<string, string>>
}

const ECDSA_SHA256 = '2a8648ce3d040302'
const COMMON_NAME = '550403'
const BASIC_CONSTRAINTS = '551d13'
const ALTERNATIVE_NAMES = '551d11'
const TAG = { boolean: 0x01, utf8: 0x0c, utcTime: 0x17, set: 0x31, version: 0xa0, extensions: 0xa3 }
const DNS_NAME = 0x82
const TRUE = Uint8Array.of(0xff)

const AUTHORITY = extension(
  BASIC_CONSTRAINTS,
  writeDer(DER.sequence, writeDer(TAG.boolean, TRUE)),
  true,
)

interface Issuer {
  readonly name: string
  readonly key: CryptoKey
}

interface Subject {
  readonly name: string
  readonly spki: Uint8Array
  readonly extensions: readonly Uint8Array[]
}

export async function issueChain(need: CertificateNeed, spki: Uint8Array): Promise<IssuedChain> {
  const root = await authority('Test root')
  const middle = await authority('Test authority')
  const rootDer = await certify(root, { ...root, extensions: [AUTHORITY] })
  const middleDer = await certify(root, {
    ...middle,
    extensions: [AUTHORITY, ...need.intermediateOids.map(mark)],
  })
  const names = need.name === undefined ? [] : [alternativeName(need.name)]
  const leafDer = await certify(middle, {
    name: 'Test provider',
    spki,
    extensions: [...names, ...need.leafOids.map(mark)],
  })
  return {
    certificates: [leafDer, middleDer],
    roots: need.roots === undefined ? {} : { [need.roots]: pem('CERTIFICATE', rootDer) },
  }
}

async function authority(name: string): Promise<Issuer & Pick<Subject, 'spki'>> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  return { name, key: pair.privateKey, spki }
}

/** RFC 5280 section 4.1. */
async function certify(issuer: Issuer, { name, spki, extensions }: Subject): Promise<Uint8Array> {
  const algorithm = writeDer(DER.sequence, writeOid(ECDSA_SHA256))
  const signed = writeDer(
    DER.sequence,
    writeDer(TAG.version, writeDer(DER.integer, Uint8Array.of(2))),
    writeDerUnsigned(crypto.getRandomValues(new Uint8Array(16))),
    algorithm,
    distinguishedName(issuer.name),
    // As long as two digits of a year reach: the clock of a test may stand anywhere.
    writeDer(DER.sequence, time('500101000000Z'), time('491231235959Z')),
    distinguishedName(name),
    spki,
    ...(extensions.length === 0
      ? []
      : [writeDer(TAG.extensions, writeDer(DER.sequence, ...extensions))]),
  )
  const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }
  const raw = new Uint8Array(await crypto.subtle.sign(ecdsa, issuer.key, webSource([signed])))
  const numbers = [raw.subarray(0, 32), raw.subarray(32)].map(writeDerUnsigned)
  const signature = writeDer(DER.sequence, ...numbers)
  const bits = writeDer(DER.bitString, concat([Uint8Array.of(0), signature]))
  return writeDer(DER.sequence, signed, algorithm, bits)
}

function time(text: string): Uint8Array {
  return writeDer(TAG.utcTime, utf8(text))
}

function distinguishedName(name: string): Uint8Array {
  const pair = writeDer(DER.sequence, writeOid(COMMON_NAME), writeDer(TAG.utf8, utf8(name)))
  return writeDer(DER.sequence, writeDer(TAG.set, pair))
}

function alternativeName(name: string): Uint8Array {
  return extension(ALTERNATIVE_NAMES, writeDer(DER.sequence, writeDer(DNS_NAME, utf8(name))))
}

/** An extension that says nothing but that it is there. */
function mark(oid: string): Uint8Array {
  return extension(oid, writeDer(DER.null))
}

function extension(oid: string, value: Uint8Array, isCritical = false): Uint8Array {
  const flag = isCritical ? [writeDer(TAG.boolean, TRUE)] : []
  return writeDer(DER.sequence, writeOid(oid), ...flag, writeDer(DER.octetString, value))
}
