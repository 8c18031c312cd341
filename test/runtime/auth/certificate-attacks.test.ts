/** Certificates that say more, or less, than a lax reader sees: each of them is refused. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { leadsToRoot } from '../../../templates/runtime/auth/certificate-chain.js'
import { leadsToAuthority } from '../../../templates/runtime/auth/client-path.js'
import { DER, writeDer } from '../../../templates/runtime/auth/der.js'
import { writeOid } from '../../../templates/runtime/auth/spki.js'
import { bearsName } from '../../../templates/runtime/auth/subject-names.js'
import { parseCertificate } from '../../../templates/runtime/auth/x509.js'
import { concat, utf8 } from '../../../templates/runtime/bytes.js'
import {
  AUTHORITY,
  CA,
  CLIENT,
  type Craft,
  type Crafted,
  craft,
  extension,
  hex,
  NOW,
  SIGNS,
  seq,
  subjectNames,
  TIMES,
  time,
} from './crafted-certificates.js'

const TRUE = hex('0101ff')
const ODD_TRUE = hex('010101')
const NULL = hex('0500')
const UNKNOWN = '2a030405'

const root = craft({ name: 'root', extensions: AUTHORITY })
const middle = craft({ name: 'middle', issuer: root, extensions: AUTHORITY })

/** Whether the first one is believed, by the chain of a token and by the path of a client. */
async function verdicts(chain: readonly Crafted[], trusted: Crafted = root) {
  const all = chain.map(({ der }) => parseCertificate(der))
  const [leaf, ...intermediates] = all.filter((one) => one !== undefined)
  const roots = [parseCertificate(trusted.der)].filter((one) => one !== undefined)
  if (leaf === undefined || all.includes(undefined)) return [false, false]
  const whole = [leaf, ...intermediates]
  return [
    await leadsToRoot(whole, { roots, now: NOW, leafOids: [], intermediateOids: [] }),
    await leadsToAuthority(leaf, { intermediates, authorities: roots, now: NOW }),
  ]
}

const asLeaf = (wish: Partial<Craft>) => [
  craft({ name: 'leaf', issuer: middle, extensions: [CLIENT], ...wish }),
  middle,
]
const asAuthority = (wish: Partial<Craft>) => {
  const own = craft({ name: 'own', issuer: root, extensions: AUTHORITY, ...wish })
  return [craft({ name: 'leaf', issuer: own, extensions: [CLIENT] }), own]
}
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

describe('an authority', () => {
  const names = (tag: number, kind: number, text: string) =>
    extension('551d1e', seq(writeDer(tag, seq(writeDer(kind, utf8(text))))), TRUE)
  const cases: [name: string, extensions: readonly Uint8Array[]][] = [
    ['no extension at all', []],
    ['no basic constraints', [SIGNS]],
    ['empty basic constraints', [extension('551d13', seq(), TRUE), SIGNS]],
    ['CA:FALSE, spelt out', [extension('551d13', seq(hex('010100'))), SIGNS]],
    ['CA by another byte', [extension('551d13', seq(ODD_TRUE), TRUE), SIGNS]],
    ['CA of two bytes', [extension('551d13', seq(hex('0102ffff')), TRUE), SIGNS]],
    ['CA as a number', [extension('551d13', seq(hex('0201ff')), TRUE), SIGNS]],
    [
      'basic constraints with something behind them',
      [extension('551d13', concat([seq(TRUE), NULL])), SIGNS],
    ],
    ['a path length below zero', [extension('551d13', seq(TRUE, hex('0201ff')), TRUE), SIGNS]],
    ['a path length that is a text', [extension('551d13', seq(TRUE, hex('130130')), TRUE), SIGNS]],
    ['a key for revocation lists', [CA, extension('551d0f', hex('03020102'), TRUE)]],
    ['a key for signatures', [CA, extension('551d0f', hex('03020780'), TRUE)]],
    ['a key for nothing', [CA, extension('551d0f', hex('030100'), TRUE)]],
    ['a usage that is no bits', [CA, extension('551d0f', hex('04020204'), TRUE)]],
    ['permitted hosts', [...AUTHORITY, names(0xa0, 0x82, 'acme.test')]],
    ['excluded hosts', [...AUTHORITY, names(0xa1, 0x82, 'other.test')]],
    ['permitted URIs', [...AUTHORITY, names(0xa0, 0x86, '.acme.test')]],
    ['empty constraints on names', [...AUTHORITY, extension('551d1e', seq())]],
    ['malformed constraints on names', [...AUTHORITY, extension('551d1e', hex('ff'))]],
  ]
  test.each(cases)('is none with %s', async (_name, extensions) => {
    expect(await verdicts(asAuthority({ extensions }))).toEqual([false, false])
  })

  test('is none in version 1, which has no extensions', async () => {
    expect(await verdicts(asAuthority({ version: [], block: [] }))).toEqual([false, false])
  })

  test('is none where it only has the name of the root', async () => {
    const twin = craft({ name: 'root', extensions: AUTHORITY })
    const leaf = craft({ name: 'leaf', issuer: twin, extensions: [CLIENT] })
    expect(await verdicts([leaf, twin])).toEqual([false, false])
    expect(await verdicts([twin])).toEqual([false, false])
  })

  test('finds no end where two have signed each other', async () => {
    const first = craft({ name: 'first', extensions: AUTHORITY })
    const second = craft({ name: 'second', issuer: first, extensions: AUTHORITY })
    const back = craft({ name: 'first', issuer: second, extensions: AUTHORITY })
    const leaf = craft({ name: 'leaf', issuer: first, extensions: [CLIENT] })
    expect(await verdicts([leaf, first, second, back])).toEqual([false, false])
  })

  test('is found among two of its name, whichever comes first', async () => {
    const cross = craft({
      name: 'middle',
      issuer: craft({ name: 'x', extensions: AUTHORITY }),
      extensions: AUTHORITY,
    })
    const [leaf] = asLeaf({})
    const path = async (all: readonly Crafted[]) =>
      leaf ? (await verdicts([leaf, ...all]))[1] : false
    expect(await path([cross, middle])).toBe(true)
    expect(await path([middle, cross])).toBe(true)
    expect(await path([cross])).toBe(false)
  })
})

describe('a leaf', () => {
  const cases: [name: string, extensions: readonly Uint8Array[]][] = [
    ['a key for certificates alone', [CLIENT, SIGNS]],
    ['a key for encryption', [CLIENT, extension('551d0f', hex('03020520'), TRUE)]],
    ['a usage that is no bits', [CLIENT, extension('551d0f', hex('04020780'), TRUE)]],
  ]
  test.each(cases)('is refused with %s', async (_name, extensions) => {
    expect(await verdicts(asLeaf({ extensions }))).toEqual([false, false])
  })

  const purposes: [name: string, value: Uint8Array][] = [
    ['servers', seq(writeOid('2b06010505070301'))],
    ['any purpose', seq(writeOid('551d2500'))],
    ['none', seq()],
    ['what cannot be read', hex('ff')],
  ]
  test.each(purposes)('is no client for %s', async (_name, value) => {
    const chain = asLeaf({ extensions: [extension('551d25', value)] })
    expect((await verdicts(chain))[1]).toBe(false)
  })
})

describe('the name hooks.acme.test', () => {
  const [EMAIL, DNS, URI] = [0x81, 0x82, 0x86]
  const bears = (name: readonly [number, string], wanted: string) => {
    const [leaf] = asLeaf({ extensions: [subjectNames(name)] })
    const certificate = leaf && parseCertificate(leaf.der)
    return certificate === undefined ? undefined : bearsName(certificate, [wanted])
  }

  test('is borne as a host, in any case', () => {
    expect(bears([DNS, 'Hooks.ACME.test'], 'hooks.acme.test')).toBe(true)
  })

  const others: [name: string, given: readonly [number, string]][] = [
    ['a wildcard', [DNS, '*.acme.test']],
    ['a part of a wildcard', [DNS, 'h*.acme.test']],
    ['a bare wildcard', [DNS, '*']],
    ['a dot behind it', [DNS, 'hooks.acme.test.']],
    ['a dot before it', [DNS, '.hooks.acme.test']],
    ['a NUL and another domain', [DNS, 'hooks.acme.test\0.evil.test']],
    ['a NUL behind it', [DNS, 'hooks.acme.test\0']],
    ['a line break', [DNS, 'hooks.acme.test\n']],
    ['a blank', [DNS, ' hooks.acme.test']],
    ['a letter beyond ASCII', [DNS, 'hooks.acme.te\u00dft']],
    ['a Punycode look-alike', [DNS, 'xn--hoos-kla.acme.test']],
    ['a URI', [URI, 'hooks.acme.test']],
    ['an e-mail address', [EMAIL, 'hooks.acme.test']],
    ['an IP address of its letters', [0x87, 'hooks.acme.test']],
    ['a name of another kind', [0xa0, 'hooks.acme.test']],
    ['a name of a directory', [0xa4, 'hooks.acme.test']],
    ['a registered number', [0x88, 'hooks.acme.test']],
    ['nothing', [DNS, '']],
  ]
  test.each(others)('is not borne as %s', (_name, given) => {
    expect(bears(given, 'hooks.acme.test')).toBe(false)
  })

  test.each<[string, readonly [number, string]]>([
    ['ops@acme.test', [DNS, 'ops@acme.test']],
    ['ops@acme.test', [URI, 'ops@acme.test']],
    ['spiffe://acme/hooks', [DNS, 'spiffe://acme/hooks']],
    ['spiffe://acme/hooks', [EMAIL, 'spiffe://acme/hooks']],
    ['spiffe://ops@acme/hooks', [EMAIL, 'spiffe://ops@acme/hooks']],
    ['*.acme.test', [DNS, 'hooks.acme.test']],
    ['xn--hoks-0qa.test', [DNS, 'h\u00f6oks.test']],
  ])('%s is of one kind: not %j', (wanted, given) => {
    expect(bears(given, wanted)).toBe(false)
  })
})
