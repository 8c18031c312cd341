/** Signatures on both sides of the crypto seam: what is accepted, and every known way to get past. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SignatureRule } from '../../../templates/runtime/auth/signature.js'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { header } from '../../../templates/runtime/expr/header.js'
import { parts } from '../../../templates/runtime/expr/value.js'
import { delivery } from '../expr/deliveries.js'
import {
  judge,
  loadRuntime,
  NOW,
  type Runtime,
  restorePlatform,
  SIDES,
  secretsOf,
} from './proofs.js'
import { BODY, entries, GOOD, KEY, mac, sent, signed } from './signatures.js'

describe.each(SIDES)('on %s', (side) => {
  let runtime: Runtime
  beforeAll(async () => {
    runtime = await loadRuntime(side)
  })
  afterAll(restorePlatform)

  test('the side is the one under test', () => {
    expect(runtime.platformCrypto() === undefined).toBe(side === 'WebCrypto')
  })

  const signatures: [name: string, signature: string, want: string][] = [
    ['right', GOOD, 'KEY'],
    ['right, in capitals', GOOD.toUpperCase(), 'KEY'],
    ['of another body', mac('x'), 'ERR_PROOF_INVALID'],
    [
      'with one bit flipped',
      GOOD.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      'ERR_PROOF_INVALID',
    ],
    ['cut short', GOOD.slice(0, -2), 'ERR_PROOF_INVALID'],
    ['of one byte', GOOD.slice(0, 2), 'ERR_PROOF_INVALID'],
    ['too long', `${GOOD}00`, 'ERR_PROOF_INVALID'],
    ['with a digit too many', `${GOOD}0`, 'ERR_PROOF_INVALID'],
    ['with junk behind', `${GOOD.slice(0, -2)}zz`, 'ERR_PROOF_INVALID'],
    ['in another encoding', Buffer.from(GOOD, 'hex').toString('base64'), 'ERR_PROOF_INVALID'],
    ['empty', '', 'ERR_PROOF_MISSING'],
    ['blank', '  ', 'ERR_PROOF_MISSING'],
    ['twice, joined', `${GOOD}, ${GOOD}`, 'ERR_PROOF_INVALID'],
  ]
  test.each(signatures)('a signature that is %s', async (_name, signature, want) => {
    expect(await judge(signed(runtime), sent(signature), KEY)).toBe(want)
  })

  test('no header, and two of them, are no signature', async () => {
    expect(await judge(signed(runtime), { body: BODY }, KEY)).toBe('ERR_PROOF_MISSING')
    const headers: [string, string][] = [
      ['x-sig', GOOD],
      ['X-Sig', GOOD],
    ]
    expect(await judge(signed(runtime), { headers, body: BODY }, KEY)).toBe('ERR_PROOF_MISSING')
    expect(signed(runtime).present(delivery({ headers }))).toBe(false)
    expect(signed(runtime).present(delivery({ headers: { 'x-sig': 'x' } }))).toBe(true)
  })

  test('bodies that decode alike are not alike', async () => {
    const [one, other] = [Uint8Array.from([0x22, 0xff, 0x22]), Uint8Array.from([0x22, 0xfe, 0x22])]
    const signature = mac(one)
    expect(await judge(signed(runtime), sent(signature, one), KEY)).toBe('KEY')
    expect(await judge(signed(runtime), sent(signature, other), KEY)).toBe('ERR_PROOF_INVALID')
    expect(await judge(signed(runtime), sent(mac('{}'), '\ufeff{}'), KEY)).toBe('ERR_PROOF_INVALID')
  })

  test('bodies that parse alike are not alike', async () => {
    const signature = mac('{"a":1.0}')
    for (const body of ['{"a":1}', '{"a": 1.0}', '{"a":1.0}\n', '{"a":0,"a":1.0}']) {
      expect(await judge(signed(runtime), sent(signature, body), KEY)).toBe('ERR_PROOF_INVALID')
    }
  })

  test('a signature over nothing is one over nothing', async () => {
    expect(await judge(signed(runtime), sent(mac(''), ''), KEY)).toBe('KEY')
  })

  test('a content whose part is absent is signed by nobody', async () => {
    const contents: SignatureRule['contents'] = (d) => [parts(header(d, 'x-id'), d.body)]
    expect(await judge(signed(runtime, { contents }), sent(mac(`undefined${BODY}`)), KEY)).toBe(
      'ERR_PROOF_INVALID',
    )
    expect(await judge(signed(runtime, { contents }), sent(GOOD), KEY)).toBe('ERR_PROOF_INVALID')
  })

  test('one of several contents is enough', async () => {
    const contents: SignatureRule['contents'] = (d) => [undefined, parts('x'), parts(d.body)]
    expect(await judge(signed(runtime, { contents }), sent(GOOD), KEY)).toBe('KEY')
  })

  test('one of several signatures is enough, and junk among them does no harm', async () => {
    const many = { inHead: entries('x-sig', { split: ' ', max: 3 }) }
    expect(await judge(signed(runtime, { candidates: many }), sent(`zz 00 ${GOOD}`), KEY)).toBe(
      'KEY',
    )
    expect(await judge(signed(runtime, { candidates: many }), sent(`00 00 00 ${GOOD}`), KEY)).toBe(
      'ERR_PROOF_INVALID',
    )
  })

  test('while a secret rotates, the one that matched is told', async () => {
    const rotating = { KEY: ['new', { id: 'old', value: 'key' }] }
    expect(await judge(signed(runtime), sent(GOOD), rotating)).toBe('old')
    expect(await judge(signed(runtime), sent(mac(BODY, 'new')), rotating)).toBe('KEY[0]')
    expect(await judge(signed(runtime), sent(mac(BODY, 'other')), rotating)).toBe(
      'ERR_PROOF_INVALID',
    )
  })

  test('an optional secret that was left out signs nothing', async () => {
    expect(await judge(signed(runtime), sent(mac(BODY, 'undefined')), {})).toBe('ERR_PROOF_INVALID')
  })

  test('a signature in the body is looked for once the body is there', async () => {
    const inBody = { inBody: () => [GOOD] }
    expect(signed(runtime, { candidates: inBody }).present(delivery())).toBe(true)
    expect(await judge(signed(runtime, { candidates: inBody }), { body: BODY }, KEY)).toBe('KEY')
    expect(
      await judge(signed(runtime, { candidates: { inBody: () => [] } }), { body: BODY }, KEY),
    ).toBe('ERR_PROOF_MISSING')
  })

  test('no refusal tells a secret, a signature or the body', async () => {
    const texts: string[] = []
    for (const signature of [mac('x'), 'zz']) {
      const verdict = await signed(runtime).verify(delivery(sent(signature)), {
        secrets: secretsOf(KEY),
        now: NOW,
      })
      if (!verdict.accepted) texts.push(verdict.reason)
    }
    expect(texts).toEqual([
      'no secret made this signature; was the raw body passed?',
      'the signature is not encoded as it should be',
    ])
  })

  test('a key is the copy of its bytes', async () => {
    const value = utf8('key')
    const secrets = secretsOf({ KEY: value })
    value.fill(0)
    expect(await signed(runtime).verify(delivery(sent(GOOD)), { secrets, now: NOW })).toEqual({
      accepted: true,
      secretId: 'KEY',
    })
  })
})
