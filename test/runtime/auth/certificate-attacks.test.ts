/** Certificates that say more, or less, than a lax reader sees: each of them is refused. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { DER, writeDer } from '../../../templates/runtime/auth/der.js'
import { writeOid } from '../../../templates/runtime/auth/spki.js'
import { concat } from '../../../templates/runtime/bytes.js'
import {
  AUTHORITY,
  CLIENT,
  type Crafted,
  extension,
  hex,
  seq,
  TIMES,
  time,
} from './crafted-certificates.js'
import { asAuthority, asLeaf, verdicts } from './crafted-chains.js'

const TRUE = hex('0101ff')
const ODD_TRUE = hex('010101')
const NULL = hex('0500')
const UNKNOWN = '2a030405'

const BOTH = [
  ['a leaf', asLeaf, CLIENT],
  ['an authority', asAuthority, concat(AUTHORITY)],
] as const

describe('what the tests change is believed as it is', () => {
  const fine: [string, readonly Crafted[]][] = [
    ['leaf and authority', asLeaf({})],
    ['authority and leaf', asAuthority({})],
    [
      'an extension that says it is not critical',
      asLeaf({ extensions: [CLIENT, extension(UNKNOWN, NULL, hex('010100'))] }),
    ],
    ['a serial number below zero, which nobody reads', asLeaf({ serial: hex('0201ff') })],
    [
      'an identifier of the subject',
      asLeaf({ block: [hex('82020001'), writeDer(0xa3, seq(CLIENT))] }),
    ],
    [
      'a key for signatures',
      asLeaf({ extensions: [CLIENT, extension('551d0f', hex('03020780'), TRUE)] }),
    ],
  ]
  test.each(fine)('%s', async (_name, chain) => {
    expect(await verdicts(chain)).toEqual([true, true])
    const [leaf, issuer] = chain.map(({ der }) => new X509Certificate(Buffer.from(der)))
    expect(leaf?.checkIssued(issuer ?? leaf)).toBe(true)
    expect(issuer === undefined ? false : leaf?.verify(issuer.publicKey)).toBe(true)
  })
})

describe.each(BOTH)('%s', (_who, of, own) => {
  const with_ = (...more: readonly Uint8Array[]) =>
    of({ block: [writeDer(0xa3, seq(own, ...more))] })
  const inside = (change: (signed: Uint8Array) => Uint8Array) => of({ inside: change })
  const cases: [name: string, make: () => readonly Crafted[]][] = [
    ['a critical extension that nobody knows', () => with_(extension(UNKNOWN, NULL, TRUE))],
    ['one that is critical by another byte', () => with_(extension(UNKNOWN, NULL, ODD_TRUE))],
    ['a flag of two bytes', () => with_(extension(UNKNOWN, NULL, hex('0102ff00')))],
    ['a flag that is no boolean', () => with_(extension(UNKNOWN, NULL, hex('0201ff')))],
    [
      'an extension of four parts',
      () => with_(seq(writeOid(UNKNOWN), TRUE, NULL, writeDer(DER.octetString, NULL))),
    ],
    [
      'an extension that stands there twice',
      () => with_(extension(UNKNOWN, NULL), extension(UNKNOWN, NULL)),
    ],
    [
      'a second block of extensions',
      () =>
        of({
          block: [writeDer(0xa3, seq(own)), writeDer(0xa3, seq(extension(UNKNOWN, NULL, TRUE)))],
        }),
    ],
    [
      'two lists in the block',
      () => of({ block: [writeDer(0xa3, seq(own), seq(extension(UNKNOWN, NULL, TRUE)))] }),
    ],
    [
      'a block that is no list',
      () => of({ block: [writeDer(0xa3, writeDer(DER.octetString, own))] }),
    ],
    ['a block that is cut short', () => of({ block: [writeDer(0xa3, seq(own).subarray(0, -1))] })],
    [
      'a field that no certificate has',
      () => of({ block: [writeDer(0xa3, seq(own)), writeDer(0xa4, NULL)] }),
    ],
    ['signed with SHA-1', () => of({ algorithm: seq(writeOid('2a8648ce3d0401')) })],
    ['signed with MD5', () => of({ algorithm: seq(writeOid('2a864886f70d010104'), NULL) })],
    [
      'signed with SHA-1 and RSA',
      () => of({ algorithm: seq(writeOid('2a864886f70d010105'), NULL) }),
    ],
    ['signed by another algorithm than it names', () => of({ algorithm: seq(writeOid('2b6570')) })],
    ['two algorithms, one of them signed', () => of({ outer: seq(writeOid('2a8648ce3d040303')) })],
    [
      'two algorithms that differ in parameters',
      () => of({ outer: seq(writeOid('2a8648ce3d040302'), NULL) }),
    ],
    [
      'a byte behind it',
      () => of({ outside: (...all) => concat([seq(...all), Uint8Array.of(0)]) }),
    ],
    ['a fourth part', () => of({ outside: (...all) => seq(...all, NULL) })],
    [
      'an indefinite length',
      () => of({ outside: (...all) => concat([hex('3080'), ...all, hex('0000')]) }),
    ],
    [
      'a length with a zero in front',
      () => of({ outside: (...all) => concat([hex('308300'), seq(...all).subarray(2)]) }),
    ],
    [
      'an indefinite length inside',
      () => inside((signed) => concat([hex('3080'), signed.subarray(4), hex('0000')])),
    ],
    [
      'a signature of a part of a byte',
      () =>
        of({
          outside: (signed, outer, bits) =>
            seq(
              signed,
              outer,
              Uint8Array.from(bits, (byte, at) => (at === 2 ? 1 : byte)),
            ),
        }),
    ],
    ['expired', () => of({ times: [time('250101000000Z'), time('260101000000Z')] })],
    ['not valid yet', () => of({ times: [time('270101000000Z'), time('280101000000Z')] })],
    ['a time with an offset', () => of({ times: [TIMES[0], time('270101000000+0000')] })],
    ['a time without seconds', () => of({ times: [TIMES[0], time('2701010000Z')] })],
    ['a time with a fraction', () => of({ times: [TIMES[0], time('20270101000000.5Z', 0x18)] })],
    ['a time with a NUL', () => of({ times: [TIMES[0], time('270101000000Z\0')] })],
    ['a time that is a text', () => of({ times: [TIMES[0], time('270101000000Z', 0x13)] })],
    ['a time of 100,000 digits', () => of({ times: [TIMES[0], time('9'.repeat(100_000), 0x18)] })],
  ]
  test.each(cases)('is refused: %s', async (_name, make) => {
    expect(await verdicts(make())).toEqual([false, false])
  })
})
