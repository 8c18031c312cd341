/** Checksums, keyed hashes and signatures inside expressions, on both sides of the seam. */
import { createHmac, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { decodeHex, encodeHex } from '../../../templates/runtime/bytes.js'
import { crc32 } from '../../../templates/runtime/expr/crc32.js'
import { SIDES } from '../sides.js'

test.each([
  ['', '0'],
  ['123456789', '3421780262'],
  ['The quick brown fox jumps over the lazy dog', '1095738169'],
])('crc32 of %j is %s', (text, want) => {
  expect(crc32(text)).toBe(want)
})

describe.each(SIDES)('on %s', (_name, lookup) => {
  const original = process.getBuiltinModule
  const load = async () => ({
    ...(await import('../../../templates/runtime/expr/keyed.js')),
    ...(await import('../../../templates/runtime/expr/sign-ed25519.js')),
    ...(await import('../../../templates/runtime/auth/ed25519-seed.js')),
  })
  let runtime: Awaited<ReturnType<typeof load>>

  beforeAll(async () => {
    Object.assign(process, { getBuiltinModule: lookup })
    vi.resetModules()
    runtime = await load()
    Object.assign(process, { getBuiltinModule: original })
  })
  afterAll(() => {
    Object.assign(process, { getBuiltinModule: original })
  })

  test('keyedHash is the HMAC of the value; absent parts are absent', async () => {
    const want = createHmac('sha256', 'amt').update('challenge').digest('hex')
    const found = await runtime.keyedHash('SHA-256', 'challenge', 'amt')
    expect(found && encodeHex(found)).toBe(want)
    expect(await runtime.keyedHash('SHA-256', undefined, 'amt')).toBeUndefined()
    expect(await runtime.keyedHash('SHA-256', 'challenge', undefined)).toBeUndefined()
  })

  test('QQ bot: the answer of the documentation, signed with the repeated secret', async () => {
    const found = await runtime.signEd25519('1725442341Arq0D5A61EgUu4OxUvOp', 'DG5g3B4j9X2KOErG')
    expect(found && encodeHex(found)).toBe(
      '87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d01bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706',
    )
    expect(await runtime.signEd25519(undefined, 'x')).toBeUndefined()
    expect(await runtime.signEd25519('x', undefined)).toBeUndefined()
  })

  test('a seed makes the signatures of RFC 8032, test 2', async () => {
    const seed = decodeHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
    const signature = await runtime
      .importEd25519Seed(seed ?? new Uint8Array())
      .sign([Uint8Array.of(0x72)])
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: 'PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw' },
      format: 'jwk',
    })
    expect(verify(null, Uint8Array.of(0x72), key, signature)).toBe(true)
  })

  test.each([0, 31, 33])('a seed of %i bytes is refused', (length) => {
    expect(() => runtime.importEd25519Seed(new Uint8Array(length))).toThrow(
      expect.objectContaining({
        code: 'ERR_SECRET_INVALID',
        message: 'an Ed25519 seed has 32 bytes',
      }),
    )
  })
})
