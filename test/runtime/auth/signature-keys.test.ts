/** Keys on both sides of the crypto seam: how a secret becomes one, and which are refused. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eachSecret } from '../../../templates/runtime/auth/each-secret.js'
import type { KeyRule } from '../../../templates/runtime/auth/keys.js'
import { fromBase64, fromHex, fromUtf8 } from '../../../templates/runtime/expr/encode.js'
import { secret } from '../../../templates/runtime/expr/secret.js'
import { parts } from '../../../templates/runtime/expr/value.js'
import { judge, loadRuntime, type Runtime, restorePlatform, SIDES, secretsOf } from './proofs.js'
import { BODY, mac, sent, signed } from './signatures.js'

describe.each(SIDES)('on %s', (side) => {
  let runtime: Runtime
  beforeAll(async () => {
    runtime = await loadRuntime(side)
  })
  afterAll(restorePlatform)

  describe('keys', () => {
    const raw = Uint8Array.from([1, 2, 250, 255])
    const sha = (hash: string) => createHash(hash).update('key').digest()
    const keys: [
      name: string,
      secret: string | Uint8Array,
      rule: () => KeyRule,
      key: string | Uint8Array,
    ][] = [
      ['text as it is, prefix included', 'whsec_a', () => ({ decode: fromUtf8 }), 'whsec_a'],
      [
        'base64 behind a prefix',
        'whsec_AQL6/w==',
        () => ({ strip: 'whsec_', decode: fromBase64 }),
        raw,
      ],
      [
        'base64 without the prefix',
        'AQL6/w==',
        () => ({ strip: 'whsec_', decode: fromBase64 }),
        raw,
      ],
      ['hex', '0102faff', () => ({ decode: fromHex }), raw],
      ['bytes, which nothing decodes', raw, () => ({ strip: 'x', decode: fromHex }), raw],
      ['NFC', 'e\u0301', () => ({ normalize: 'NFC', decode: fromUtf8 }), '\u00e9'],
      ['NFKD', '\u00e9', () => ({ normalize: 'NFKD', decode: fromUtf8 }), 'e\u0301'],
      [
        'the SHA-1 of the secret',
        'key',
        () => ({ decode: fromUtf8, derive: runtime.deriveSha1 }),
        sha('sha1'),
      ],
      [
        'the SHA-256 of the secret',
        'key',
        () => ({ decode: fromUtf8, derive: runtime.deriveSha256 }),
        sha('sha256'),
      ],
      [
        'the secret up to 32 bytes',
        'abc',
        () => ({ decode: fromUtf8, derive: runtime.deriveRepeat32 }),
        'abcabcabcabcabcabcabcabcabcabcab',
      ],
    ]
    test.each(keys)('%s', async (_name, value, rule, key) => {
      const one = signed(runtime, {}, rule())
      one.prepare(secretsOf({ KEY: value }))
      expect(await judge(one, sent(mac(BODY, key)), { KEY: value })).toBe('KEY')
    })

    const unusable: [name: string, secret: string, rule: () => KeyRule, message: string][] = [
      [
        'nothing behind the prefix, in base64',
        'whsec_',
        () => ({ strip: 'whsec_', decode: fromBase64 }),
        'the secret KEY is not encoded as it should be',
      ],
      [
        'nothing behind the prefix, as text',
        'whsec_',
        () => ({ strip: 'whsec_', decode: fromUtf8 }),
        'the secret KEY is empty after decoding',
      ],
      [
        'nothing behind the prefix, before a derivation',
        'x',
        () => ({ strip: 'x', decode: fromUtf8, derive: runtime.deriveSha256 }),
        'the secret KEY is empty after decoding',
      ],
      [
        'no base64',
        'whsec_A',
        () => ({ strip: 'whsec_', decode: fromBase64 }),
        'the secret KEY is not encoded as it should be',
      ],
      [
        'no hex',
        'abc',
        () => ({ decode: fromHex }),
        'the secret KEY is not encoded as it should be',
      ],
    ]
    test.each(unusable)(
      '%s is refused when the receiver is created',
      (_name, value, rule, message) => {
        const wanted = expect.objectContaining({
          code: 'ERR_SECRET_INVALID',
          message: expect.stringContaining(message),
        })
        expect(() => signed(runtime, {}, rule()).prepare(secretsOf({ KEY: value }))).toThrow(wanted)
      },
    )
  })

  describe('a plain hash with the secret in the content', () => {
    const hashed = () =>
      eachSecret(
        ['KEY'],
        signed(runtime, {
          algorithm: runtime.hashSignature('SHA-256'),
          contents: (d, c) => [parts(secret(c, 'KEY'), d.body)],
        }),
      )
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const rotating = { KEY: ['new', { id: 'old', value: 'key' }] }

    test('is accepted with each of the rotating values, and the one that matched is told', async () => {
      expect(await judge(hashed(), sent(hash(`key${BODY}`)), rotating)).toBe('old')
      expect(await judge(hashed(), sent(hash(`new${BODY}`)), rotating)).toBe('KEY[0]')
    })
    test('is refused without a secret, whatever is hashed', async () => {
      expect(await judge(hashed(), sent(hash(BODY)), rotating)).toBe('ERR_PROOF_INVALID')
      expect(await judge(hashed(), sent(hash(BODY)), {})).toBe('ERR_PROOF_INVALID')
      expect(await judge(hashed(), sent(hash(`undefined${BODY}`)), {})).toBe('ERR_PROOF_INVALID')
    })
    test('takes a secret of bytes as bytes', async () => {
      const signature = createHash('sha256')
        .update(Uint8Array.from([255]))
        .update(BODY)
        .digest('hex')
      expect(await judge(hashed(), sent(signature), { KEY: Uint8Array.from([255]) })).toBe('KEY')
    })
  })
})
