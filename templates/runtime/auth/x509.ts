/** X.509 certificates (RFC 5280), as far as proofs look at them. */
import { encodeHex } from '../bytes.js'
import { DER, type DerNode, derBits, derChildren, readDer } from './der.js'
import { readSpki } from './spki.js'

const VERSION = 0xa0
const UNIQUE_IDS: readonly number[] = [0x81, 0x82]
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
  const [signed, outer, signature, ...others] = derChildren(readDer(der)) ?? []
  const fields = readFields(signed)
  const bits = derBits(signature)
  if (signed === undefined || outer === undefined || bits === undefined) return undefined
  if (fields === undefined || others.length > 0) return undefined
  const { algorithm, ...rest } = fields
  if (encodeHex(algorithm.whole) !== encodeHex(outer.whole)) return undefined
  const [oid] = derChildren(outer) ?? []
  if (oid?.tag !== DER.oid) return undefined
  return { signed: signed.whole, algorithm: encodeHex(oid.content), signature: bits, ...rest }
}

/** What the issuer signed, in its order. */
function readFields(signed: DerNode | undefined) {
  const fields = derChildren(signed) ?? []
  const rest = fields[0]?.tag === VERSION ? fields.slice(1) : fields
  const [, algorithm, issuer, validity, subject, spki, ...more] = rest
  const [notBefore, notAfter] = (derChildren(validity) ?? []).map(readTime)
  const extensions = readExtensions(more)
  if (algorithm === undefined || notBefore === undefined || notAfter === undefined) return undefined
  if (issuer?.tag !== DER.sequence || subject?.tag !== DER.sequence) return undefined
  if (spki === undefined || readSpki(spki.whole) === undefined) return undefined
  if (extensions === undefined) return undefined
  return {
    algorithm,
    issuer: issuer.whole,
    subject: subject.whole,
    notBefore,
    notAfter,
    spki: spki.whole,
    extensions,
  }
}

const LONGEST_TIME = 'YYYYMMDDHHMMSSZ'.length

/** RFC 5280 section 4.1.2.5: in UTC and to the second, years of two digits from 1950 on. */
function readTime(node: DerNode): number | undefined {
  if (node.content.length > LONGEST_TIME) return undefined
  const text = String.fromCharCode(...node.content)
  const full = node.tag === UTC_TIME ? (text < '50' ? '20' : '19') + text : text
  if (node.tag !== UTC_TIME && node.tag !== GENERALIZED_TIME) return undefined
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(full) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isFinite(time) ? time : undefined
}

/**
 * What follows the key: identifiers that nobody uses, then the extensions. What is malformed or
 * stands there twice makes the certificate malformed: left out, it would restrict nothing.
 */
function readExtensions(more: readonly DerNode[]): ReadonlyMap<string, Extension> | undefined {
  const blocks = more.filter(({ tag }) => tag === EXTENSIONS)
  const known = more.every(({ tag }) => tag === EXTENSIONS || UNIQUE_IDS.includes(tag))
  if (!known || blocks.length > 1) return undefined
  const [block] = blocks
  if (block === undefined) return new Map()
  const [list, ...others] = derChildren(block, EXTENSIONS) ?? []
  const all = others.length === 0 ? derChildren(list)?.map(readExtension) : undefined
  if (all === undefined) return undefined
  const found = new Map<string, Extension>()
  for (const one of all) {
    if (one === undefined || found.has(one.oid)) return undefined
    found.set(one.oid, one)
  }
  return found
}

function readExtension(node: DerNode): (Extension & { readonly oid: string }) | undefined {
  const [oid, ...rest] = derChildren(node) ?? []
  const flag = rest.length === 2 ? rest[0] : undefined
  const value = rest.at(-1)
  if (oid?.tag !== DER.oid || value?.tag !== DER.octetString || rest.length > 2) return undefined
  const critical = flag === undefined ? false : readFlag(flag)
  if (critical === undefined) return undefined
  return { oid: encodeHex(oid.content), critical, value: value.content }
}

/** Any other byte is true to some readers and false to others. */
function readFlag({ tag, content }: DerNode): boolean | undefined {
  const [byte] = content
  if (tag !== BOOLEAN || content.length !== 1) return undefined
  if (byte === 0xff) return true
  return byte === 0 ? false : undefined
}
