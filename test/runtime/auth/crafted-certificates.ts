/** Certificates whose every byte a test can choose, which openssl would not write. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { DER, writeDer } from '../../../templates/runtime/auth/der.js'
import { writeOid } from '../../../templates/runtime/auth/spki.js'
import { concat, utf8 } from '../../../templates/runtime/bytes.js'

export const hex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'))
export const seq = (...parts: readonly Uint8Array[]) => writeDer(DER.sequence, ...parts)

const ECDSA_SHA256 = seq(writeOid('2a8648ce3d040302'))
const TRUE = hex('0101ff')
const [SET, PRINTABLE, UTC_TIME] = [0x31, 0x13, 0x17]

/** Minutes of a fixed day, between which every certificate here is valid. */
export const NOW = Date.parse('2026-06-01T12:00:00Z')

export interface Crafted {
  readonly der: Uint8Array
  readonly key: KeyObject
  readonly name: string
}

export interface Craft {
  readonly name: string
  readonly issuer?: Crafted
  readonly extensions?: readonly Uint8Array[]
  /** In the place of the extensions and their tag. */
  readonly block?: readonly Uint8Array[]
  readonly version?: readonly Uint8Array[]
  readonly algorithm?: Uint8Array
  readonly outer?: Uint8Array
  readonly times?: readonly [notBefore: Uint8Array, notAfter: Uint8Array]
  readonly serial?: Uint8Array
  /** What becomes of the signed part before it is signed, and of the whole afterwards. */
  readonly inside?: (signed: Uint8Array) => Uint8Array
  readonly outside?: (signed: Uint8Array, outer: Uint8Array, bits: Uint8Array) => Uint8Array
}

export function extension(oid: string, value: Uint8Array, critical?: Uint8Array): Uint8Array {
  const flag = critical === undefined ? [] : [critical]
  return seq(writeOid(oid), ...flag, writeDer(DER.octetString, value))
}

export const time = (text: string, tag = UTC_TIME) => writeDer(tag, utf8(text))
export const TIMES = [time('260101000000Z'), time('270101000000Z')] as const

export const CA = extension('551d13', seq(TRUE), TRUE)
export const SIGNS = extension('551d0f', hex('03020204'), TRUE)
export const CLIENT = extension('551d25', seq(writeOid('2b06010505070302')))
export const AUTHORITY: readonly Uint8Array[] = [CA, SIGNS]

export function subjectNames(...names: readonly (readonly [tag: number, text: string])[]) {
  const all = names.map(([tag, text]) => writeDer(tag, Buffer.from(text, 'latin1')))
  return extension('551d11', seq(...all))
}

const nameOf = (text: string) =>
  seq(writeDer(SET, seq(writeOid('550403'), writeDer(PRINTABLE, utf8(text)))))

/** A certificate with a key of its own, signed by the issuer or by itself. */
export function craft(wish: Craft): Crafted {
  const { name, issuer, extensions = [], algorithm = ECDSA_SHA256, times = TIMES } = wish
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }))
  const { version = [hex('a003020102')], serial = hex('020101') } = wish
  const block = wish.block ?? [writeDer(0xa3, seq(...extensions))]
  const plain = seq(
    ...version,
    serial,
    algorithm,
    nameOf(issuer?.name ?? name),
    seq(...times),
    nameOf(name),
    spki,
    ...block,
  )
  const signed = wish.inside?.(plain) ?? plain
  const signature = sign('sha256', signed, issuer?.key ?? pair.privateKey)
  const bits = writeDer(DER.bitString, concat([Uint8Array.of(0), signature]))
  const { outer = algorithm, outside = seq } = wish
  return { der: outside(signed, outer, bits), key: pair.privateKey, name }
}
