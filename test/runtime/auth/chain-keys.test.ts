/** Chains of certificates in a token, up to pinned roots. */
import { expect, test } from 'vitest'
import { chainKeys } from '../../../templates/runtime/auth/chain-keys.js'
import { ecdsa } from '../../../templates/runtime/auth/ecdsa.js'
import { jwt } from '../../../templates/runtime/auth/jwt.js'
import { publicTokens } from '../../../templates/runtime/auth/token-algorithms.js'
import { AUTHORITY, type Issued, issue, LEAF } from '../remote/certificates.js'
import { delivery, secrets, signed } from './tokens.js'

/** 1.2.3.4 and 1.2.3.5, and how a certificate bears them. */
const [LEAF_OID, ISSUER_OID] = ['2a0304', '2a0305']
const MARKED_LEAF = [...LEAF, '1.2.3.4=DER:0500']
const MARKED_ISSUER = [...AUTHORITY, '1.2.3.5=DER:0500']

const root = issue({ name: 'root' })
const middle = issue({ name: 'middle', issuer: root, extensions: MARKED_ISSUER })
const leaf = issue({ name: 'leaf', issuer: middle, extensions: MARKED_LEAF })
const plainMiddle = issue({ name: 'plain', issuer: root })
const plainLeaf = issue({ name: 'leaf', issuer: middle, extensions: LEAF })
const underPlain = issue({ name: 'leaf', issuer: plainMiddle, extensions: MARKED_LEAF })
const underRoot = issue({ name: 'leaf', issuer: root, extensions: MARKED_LEAF })
const underLeaf = issue({ name: 'under', issuer: leaf, extensions: MARKED_LEAF })
const otherRoot = issue({ name: 'root' })
const otherMiddle = issue({ name: 'middle', issuer: otherRoot, extensions: MARKED_ISSUER })
const otherLeaf = issue({ name: 'leaf', issuer: otherMiddle, extensions: MARKED_LEAF })
const tight = issue({
  name: 'tight',
  issuer: root,
  extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0'],
})
const below = issue({ name: 'below', issuer: tight, extensions: MARKED_ISSUER })
const deep = issue({ name: 'leaf', issuer: below, extensions: MARKED_LEAF })
const critical = issue({
  name: 'leaf',
  issuer: middle,
  extensions: [...MARKED_LEAF, '1.2.3.9=critical,DER:0500'],
})

const RULE = { roots: 'ROOT', leafOids: [LEAF_OID], intermediateOids: [ISSUER_OID] }
const DAY = 86_400_000

async function judge(
  x5c: unknown,
  key: Issued,
  more: { rule?: object; now?: number; roots?: string } = {},
) {
  const source = chainKeys({ ...RULE, ...more.rule })
  const proof = jwt({
    tokens: { inHead: () => [signed({ alg: 'ES256', x5c }, {}, key.key)] },
    algorithms: publicTokens(source, { ES256: ecdsa('P-256', 'SHA-256', 'raw') }),
    claims: [],
    times: { leeway: 0, required: [] },
  })
  const context = {
    secrets: secrets({ ROOT: more.roots ?? root.pem }),
    now: more.now ?? Date.now() + 60_000,
  }
  proof.prepare(context.secrets)
  const verdict = await proof.verify(delivery(undefined), context)
  return verdict.accepted || verdict.reason
}

const of = (...chain: readonly Issued[]) => chain.map(({ base64 }) => base64)
const REFUSED = 'no key made the signature of this token'

const cases: readonly [name: string, x5c: unknown, key: Issued, want: true | string][] = [
  ['leaf and authority', of(leaf, middle), leaf, true],
  ['with the root itself', of(leaf, middle, root), leaf, true],
  ['a leaf alone', of(leaf), leaf, REFUSED],
  ['no certificates', undefined, leaf, REFUSED],
  ['an empty list', [], leaf, REFUSED],
  ['a text', leaf.base64, leaf, REFUSED],
  ['junk behind a certificate', [`${leaf.base64}AAAA`, middle.base64], leaf, REFUSED],
  ['signed by another key', of(leaf, middle), otherLeaf, REFUSED],
  [
    'a root of the same name that is not pinned',
    of(otherLeaf, otherMiddle, otherRoot),
    otherLeaf,
    REFUSED,
  ],
  ['the leaf of another authority of the same name', of(otherLeaf, middle), otherLeaf, REFUSED],
  ['a leaf without the mark', of(plainLeaf, middle), plainLeaf, REFUSED],
  ['an authority without the mark', of(underPlain, plainMiddle), underPlain, REFUSED],
  ['a leaf right under the root', of(underRoot), underRoot, REFUSED],
  [
    'a leaf right under the root, and the authority behind it',
    of(underRoot, middle),
    underRoot,
    REFUSED,
  ],
  ['a leaf that issues', of(underLeaf, leaf, middle), underLeaf, REFUSED],
  ['more authorities than one allows', of(deep, below, tight), deep, REFUSED],
  ['a critical extension that nobody understands', of(critical, middle), critical, REFUSED],
  ['more certificates than a chain has', of(leaf, middle, root, root, root, root), leaf, REFUSED],
]

test.each(cases)('x5c: %s', async (_name, x5c, key, want) => {
  expect(await judge(x5c, key)).toBe(want)
})

test('without marks in the rule, the root may issue leaves itself', async () => {
  const rule = { leafOids: [], intermediateOids: [] }
  expect(await judge(of(underRoot), underRoot, { rule })).toBe(true)
})

test.each([
  ['before it begins', -2 * DAY],
  ['after it ended', 40 * DAY],
])('a chain is judged by the clock of the receiver: %s', async (_name, shift) => {
  expect(await judge(of(leaf, middle), leaf, { now: Date.now() + shift })).toBe(REFUSED)
})

test('roots as several blocks of PEM, and as base64', async () => {
  expect(await judge(of(leaf, middle), leaf, { roots: otherRoot.pem + root.pem })).toBe(true)
  expect(await judge(of(leaf, middle), leaf, { roots: root.base64 })).toBe(true)
})

test('roots that are none are found when the receiver is created', async () => {
  await expect(judge(of(leaf, middle), leaf, { roots: 'junk' })).rejects.toMatchObject({
    code: 'ERR_SECRET_INVALID',
    message: expect.stringContaining('the secret ROOT is no certificate in PEM or base64'),
  })
})
