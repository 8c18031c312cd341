/** Client certificates by way of intermediates: each of them has to be one, and the way has to end. */
import crypto from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import * as made from '../../transport/certificates.js'
import { SIDES } from '../sides.js'

const { authority, AUTHORITY, CLIENT, impostor, intermediate, makeCertificate } = made
const DAY = 86_400_000
const CA = 'basicConstraints=critical,CA:TRUE'
const SIGNS = 'keyUsage=critical,keyCertSign'

const below = (
  name: string,
  issuer: made.Identity,
  extensions: readonly string[] = AUTHORITY,
  more: { readonly days?: number; readonly rsa?: number; readonly subject?: string } = {},
) => makeCertificate({ name: `path-${name}`, issuer, extensions, ...more })
const client = (name: string, issuer: made.Identity, days?: number) =>
  below(`of-${name}`, issuer, CLIENT, days === undefined ? {} : { days })

/** A client below an intermediate with these extensions. */
function by(name: string, extensions: readonly string[], issuer = authority) {
  const one = below(name, issuer, extensions)
  return { leaf: client(name, one), sent: [one] }
}

/** As many intermediates as are asked for, the nearest to the client first. */
function deep(name: string, count: number) {
  const sent: made.Identity[] = []
  for (let at = 0; at < count; at++) sent.unshift(below(`${name}-${at}`, sent[0] ?? authority))
  return { leaf: client(name, sent[0] ?? authority), sent }
}

const two = deep('two', 2)
const five = deep('five', 5)
const six = deep('six', 6)
const limited = below('limited', authority, [`${CA},pathlen:0`, SIGNS])
const oneMore = below('one-more', authority, [`${CA},pathlen:1`, SIGNS])
const short = below('short', authority, AUTHORITY, { days: 1 })
const ofShort = client('short', short)
/** Of one name and one key: each copy of it has issued each. */
const ring = makeCertificate({ name: 'ring', extensions: AUTHORITY })
const ofRing = client('ring', ring)
const weak = below('weak', authority, AUTHORITY, { rsa: 1024 })
const twin = below('twin', impostor, AUTHORITY, { subject: 'intermediate' })
const limitedRoot = makeCertificate({
  name: 'limited-root',
  extensions: [`${CA},pathlen:0`, SIGNS],
})

/** An hour from now: no certificate is valid before it was made, and some are made below. */
const NOW = Date.now() + DAY / 24

interface Path {
  readonly leaf: made.Identity
  readonly sent: readonly made.Identity[]
  readonly trusted?: readonly made.Identity[]
  readonly now?: number
}

async function leads({ leaf, sent, trusted = [authority], now = NOW }: Path): Promise<boolean> {
  const { leadsToAuthority } = await import('../../../templates/runtime/auth/client-path.js')
  const { parseCertificate } = await import('../../../templates/runtime/auth/x509.js')
  const read = (all: readonly made.Identity[]) =>
    all.map(made.derOf).flatMap((der) => parseCertificate(der) ?? [])
  const [first] = read([leaf])
  if (first === undefined) throw new Error('the leaf cannot be read')
  const rule = { intermediates: read(sent), authorities: read(trusted), now }
  return leadsToAuthority(first, rule)
}

const accepted: [name: string, path: Path][] = [
  ['one intermediate', { leaf: made.removed, sent: [intermediate] }],
  ['none is needed', { leaf: made.sender, sent: [] }],
  ['the root is sent along', { leaf: made.removed, sent: [intermediate, authority] }],
  ['two intermediates', two],
  ['in another order, with others', { ...two, sent: [impostor, ...two.sent].reverse() }],
  ['five intermediates', five],
  ['the intermediate itself is trusted', { leaf: made.removed, sent: [], trusted: [intermediate] }],
  ['a path length that is kept', { leaf: client('limited', limited), sent: [limited] }],
  ['without a key usage', by('no-usage', [CA])],
  ['for clients', by('for-clients', [...AUTHORITY, 'extendedKeyUsage=clientAuth,serverAuth'])],
]

const refused: [name: string, path: Path][] = [
  ['the intermediate is not sent', { leaf: made.removed, sent: [] }],
  ['the one between is not sent', { ...two, sent: two.sent.slice(1) }],
  ['no trusted authority at the end', { leaf: made.removed, sent: [intermediate], trusted: [] }],
  [
    'another authority is trusted',
    { leaf: made.removed, sent: [intermediate], trusted: [impostor] },
  ],
  ['the same name, another key', { leaf: made.removed, sent: [twin], trusted: [impostor] }],
  ['six intermediates', six],
  ['an intermediate that is no authority', by('no-ca', ['basicConstraints=CA:FALSE', SIGNS])],
  ['an intermediate that says nothing', by('silent', [SIGNS])],
  ['a client as intermediate', { leaf: client('sender', made.sender), sent: [made.sender] }],
  ['a key that must not sign certificates', by('no-sign', [CA, 'keyUsage=critical,cRLSign'])],
  [
    'a path length that is not kept',
    (() => {
      const next = below('too-deep', limited)
      return { leaf: client('too-deep', next), sent: [next, limited] }
    })(),
  ],
  [
    'a path length that is not kept, further up',
    (() => {
      const next = below('first', oneMore)
      const last = below('second', next)
      return { leaf: client('second', last), sent: [last, next, oneMore] }
    })(),
  ],
  [
    'a path length of the trusted authority',
    { ...by('under-limited', AUTHORITY, limitedRoot), trusted: [limitedRoot] },
  ],
  ['an intermediate for servers', by('servers', [...AUTHORITY, 'extendedKeyUsage=serverAuth'])],
  ['a critical extension that nobody knows', by('odd', [...AUTHORITY, '1.2.3=critical,ASN1:NULL'])],
  ['constraints on names', by('named', [...AUTHORITY, 'nameConstraints=permitted;DNS:acme.test'])],
  [
    'critical constraints on names',
    by('strictly-named', [...AUTHORITY, 'nameConstraints=critical,permitted;DNS:acme.test']),
  ],
  ['an intermediate that has expired', { leaf: ofShort, sent: [short], now: NOW + 1.5 * DAY }],
  ['an RSA key of 1024 bits', { leaf: client('weak', weak), sent: [weak] }],
]

describe.each(SIDES)('%s', (_side, lookup) => {
  test.each([
    ...accepted.map(([name, path]) => ['accepted', name, path] as const),
    ...refused.map(([name, path]) => ['refused', name, path] as const),
  ])('%s: %s', async (want, _name, path) => {
    const original = process.getBuiltinModule
    Object.assign(process, { getBuiltinModule: lookup })
    vi.resetModules()
    try {
      expect((await leads(path)) ? 'accepted' : 'refused').toBe(want)
    } finally {
      Object.assign(process, { getBuiltinModule: original })
    }
  })
})

test('the expired intermediate was the only fault', async () => {
  expect(await leads({ leaf: ofShort, sent: [short] })).toBe(true)
})

test('certificates that issue each other do not make endless work', async () => {
  const original = process.getBuiltinModule
  let count = 0
  const verify = (...given: Parameters<typeof crypto.verify>): unknown => {
    count += 1
    return crypto.verify(...given)
  }
  Object.assign(process, { getBuiltinModule: () => ({ ...crypto, verify }) })
  vi.resetModules()
  try {
    const sent = Array.from({ length: 8 }, () => ring)
    expect(await leads({ leaf: ofRing, sent })).toBe(false)
    expect(await leads({ leaf: ofRing, sent, trusted: [ring] })).toBe(true)
  } finally {
    Object.assign(process, { getBuiltinModule: original })
  }
  expect(count).toBe(32 + 1)
})
