/** Certificates that sign others although they must not. */
import { describe, expect, test } from 'vitest'
import { writeDer } from '../../../templates/runtime/auth/der.js'
import { writeOid } from '../../../templates/runtime/auth/spki.js'
import { concat, utf8 } from '../../../templates/runtime/bytes.js'
import {
  AUTHORITY,
  CA,
  CLIENT,
  type Crafted,
  craft,
  extension,
  hex,
  SIGNS,
  seq,
} from './crafted-certificates.js'
import { asAuthority, asLeaf, middle, verdicts } from './crafted-chains.js'

const TRUE = hex('0101ff')
const ODD_TRUE = hex('010101')
const NULL = hex('0500')
const _UNKNOWN = '2a030405'

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
