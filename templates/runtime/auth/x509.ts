/** X.509 certificates (RFC 5280), as far as proofs look at them. */
import { encodeHex } from '../bytes.js'
import { DER, type DerNode, derBits, derChildren, readDer } from './der.js'
import { readSpki } from './spki.js'

const VERSION = 0xa0
const EXTENSIONS = 0xa3
const BOOLEAN = 0x01
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18

export interface Extension {
  readonly critical: boolean
  readonly value: Uint8Array
}

export interface Certificate {
  /** What the issuer signed. */
  readonly signed: Uint8Array
  /** The object identifier of the signature algorithm, as hexadecimal digits. */
  readonly algorithm: string
  readonly signature: Uint8Array
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  /** Milliseconds since the epoch; both ends belong to the validity. */
  readonly notBefore: number
  readonly notAfter: number
  readonly spki: Uint8Array
  /** By object identifier, as hexadecimal digits. */
  readonly extensions: ReadonlyMap<string, Extension>
}

/** Takes a certificate apart; undefined where it is malformed in any part that counts. */
export function parseCertificate(der: Uint8Array): Certificate | undefined {
  const [signed, outer, signature] = derChildren(readDer(der)) ?? []
  const fields = derChildren(signed) ?? []
  const rest = fields[0]?.tag === VERSION ? fields.slice(1) : fields
  const [, inner, issuer, validity, subject, spki, ...more] = rest
  const [notBefore, notAfter] = (derChildren(validity) ?? []).map(readTime)
  const bits = derBits(signature)
  const extensions = readExtensions(more.find(({ tag }) => tag === EXTENSIONS))
  if (signed === undefined || outer === undefined || bits === undefined) return undefined
  if (inner === undefined || encodeHex(inner.whole) !== encodeHex(outer.whole)) return undefined
  if (notBefore === undefined || notAfter === undefined || extensions === undefined)
    return undefined
  if (issuer?.tag !== DER.sequence || subject?.tag !== DER.sequence || spki === undefined) {
    return undefined
  }
  const [oid] = derChildren(outer) ?? []
  if (oid?.tag !== DER.oid || readSpki(spki.whole) === undefined) return undefined
  return {
    signed: signed.whole,
    algorithm: encodeHex(oid.content),
    signature: bits,
    issuer: issuer.whole,
    subject: subject.whole,
    notBefore,
    notAfter,
    spki: spki.whole,
    extensions,
  }
}

/** RFC 5280 section 4.1.2.5: in UTC and to the second, years of two digits from 1950 on. */
function readTime(node: DerNode): number | undefined {
  const text = String.fromCharCode(...node.content)
  const full = node.tag === UTC_TIME ? (text < '50' ? '20' : '19') + text : text
  if (node.tag !== UTC_TIME && node.tag !== GENERALIZED_TIME) return undefined
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(full) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isFinite(time) ? time : undefined
}

/** An extension that stands there twice makes the certificate malformed. */
function readExtensions(node: DerNode | undefined): ReadonlyMap<string, Extension> | undefined {
  const found = new Map<string, Extension>()
  if (node === undefined) return found
  const [list] = derChildren(node, EXTENSIONS) ?? []
  for (const one of derChildren(list) ?? []) {
    const parts = derChildren(one) ?? []
    const [oid] = parts
    const value = parts.at(-1)
    if (oid?.tag !== DER.oid || value?.tag !== DER.octetString) return undefined
    const name = encodeHex(oid.content)
    if (found.has(name)) return undefined
    const flag = parts.length === 3 ? parts[1] : undefined
    const critical = flag?.tag === BOOLEAN && flag.content[0] === 0xff
    found.set(name, { critical, value: value.content })
  }
  return found
}
