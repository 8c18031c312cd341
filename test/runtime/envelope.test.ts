/** Sealed envelopes: what comes back, what is refused, and that the format does not drift. */
import { createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import type { EnvelopeContent, EnvelopeOptions } from '../../templates/runtime/envelope.js'
import { SIDES } from './sides.js'

const KEY = 'k'.repeat(32)
const OTHER = 'o'.repeat(32)
const REFUSED = { code: 'ERR_ENVELOPE' }

const CONTENT: EnvelopeContent = {
  id: 'evt_1',
  name: 'invoice.paid',
  secretId: 'SECRET[1]',
  receivedAt: 1_700_000_000_123,
  coverage: { body: true, timestamp: true, type: false, id: true },
  method: 'POST',
  url: 'https://example.com/hooks?a=1',
  headers: [
    ['content-type', 'application/json'],
    ['x-naïve', 'é'],
  ],
  body: utf8('{"paid":true}'),
  event: undefined,
  claims: utf8('{"iss":"acme"}'),
  succeeded: ['invoice.paid#1'],
  replay: undefined,
  driftTold: undefined,
}

/** CONTENT under KEY for the provider "acme". Envelopes in queues must outlive a change of the code. */
const GOLDEN =
  'hw1.eyJpZCI6ImV2dF8xIiwibmFtZSI6Imludm9pY2UucGFpZCIsInNlY3JldElkIjoiU0VDUkVUWzFdIiwicmVjZWl2ZWRBdCI6MTcwMDAwMDAwMDEyMywiY292ZXJhZ2UiOnsiYm9keSI6dHJ1ZSwidGltZXN0YW1wIjp0cnVlLCJ0eXBlIjpmYWxzZSwiaWQiOnRydWV9LCJtZXRob2QiOiJQT1NUIiwidXJsIjoiaHR0cHM6Ly9leGFtcGxlLmNvbS9ob29rcz9hPTEiLCJoZWFkZXJzIjpbWyJjb250ZW50LXR5cGUiLCJhcHBsaWNhdGlvbi9qc29uIl0sWyJ4LW5hw692ZSIsIsOpIl1dLCJzdWNjZWVkZWQiOlsiaW52b2ljZS5wYWlkIzEiXSwiY2xhaW1zIjoiZXlKcGMzTWlPaUpoWTIxbEluMCJ9.eyJwYWlkIjp0cnVlfQ.6iZI8ZafCnfR6J6xRDTgGx2CDUtJKd5qrT5fQ3RTgcg'

const EMPTY_KEY =
  'envelope.key is given and empty: leave it out, or give it a value; is an environment variable unset?'

/** Seals any text as META, by Node's own means, so that nothing is tested by itself. */
function forge(meta: string, body: string, version = 'hw1'): string {
  const key = hkdfSync('sha256', KEY, 'hookwright envelope', 'hw1 acme', 32)
  const text = `${version}.${Buffer.from(meta).toString('base64url')}.${body}`
  return `${text}.${createHmac('sha256', Buffer.from(key)).update(text).digest('base64url')}`
}

describe.each(SIDES)('envelopes on %s', (_side, lookup) => {
  const original = process.getBuiltinModule
  let module: typeof import('../../templates/runtime/envelope.js')

  beforeAll(async () => {
    Object.assign(process, { getBuiltinModule: lookup })
    vi.resetModules()
    module = await import('../../templates/runtime/envelope.js')
  })
  afterAll(() => {
    Object.assign(process, { getBuiltinModule: original })
  })

  const envelopes = (key: EnvelopeOptions['key'], provider = 'acme') =>
    new module.Envelopes(provider, { key })

  test('the format is what it was when it was fixed', async () => {
    const sealed = await envelopes(KEY).seal(CONTENT)
    expect(sealed).toBe(GOLDEN)
    expect(await envelopes(KEY).open(GOLDEN)).toEqual(CONTENT)
  })

  test('the seal is HMAC-SHA-256 under HKDF of the key, as Node derives it', async () => {
    const [, meta = '', body = ''] = GOLDEN.split('.')
    expect(forge(Buffer.from(meta, 'base64url').toString(), body)).toBe(GOLDEN)
  })

  test('whatever is sealed is opened', async () => {
    const optional = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined })
    const text = fc.string({ unit: 'binary' })
    const bytes = fc.uint8Array({ maxLength: 100 })
    const contents = fc.record<EnvelopeContent>({
      ...{ id: optional(text), name: optional(text), secretId: optional(text) },
      receivedAt: fc.double({ noNaN: true, noDefaultInfinity: true }).map((time) => time + 0),
      coverage: fc.record({
        ...{ body: fc.boolean(), timestamp: fc.boolean(), type: fc.boolean(), id: fc.boolean() },
      }),
      ...{ method: text, url: optional(text), headers: fc.array(fc.tuple(text, text)) },
      ...{ body: bytes, event: optional(bytes), claims: optional(bytes) },
      ...{ succeeded: fc.array(text), replay: optional(text), driftTold: optional(fc.boolean()) },
    })
    const sealing = envelopes(KEY)
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const sealed = await sealing.seal(content)
        expect(sealed).toMatch(/^hw1\.[\w-]+\.[\w-]*\.[\w-]{43}$/)
        expect(await sealing.open(sealed)).toEqual(content)
      }),
      { numRuns: 200 },
    )
  })

  test('a changed character anywhere is refused, and so is one more or one less', async () => {
    const opening = envelopes(KEY)
    for (let at = 0; at < GOLDEN.length; at++) {
      const [before, after] = [GOLDEN.slice(0, at), GOLDEN.slice(at + 1)]
      const replaced = GOLDEN.charAt(at) === 'A' ? 'B' : 'A'
      for (const text of [`${before}${replaced}${after}`, before + after, `${before}é${after}`]) {
        await expect(opening.open(text)).rejects.toMatchObject(REFUSED)
      }
    }
    for (const more of ['=', ' ', '\n', '.', 'A', '\0']) {
      await expect(opening.open(GOLDEN + more)).rejects.toMatchObject(REFUSED)
      await expect(opening.open(more + GOLDEN)).rejects.toMatchObject(REFUSED)
    }
  })

  test('text of any kind is refused, and nothing else is thrown', async () => {
    const opening = envelopes(KEY)
    const part = fc.oneof(fc.string(), fc.constantFrom('', 'hw1', 'e30', '-', 'A'.repeat(43)))
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
      fc.array(part, { maxLength: 5 }).map((parts) => ['hw1', ...parts].join('.')),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await expect(opening.open(text)).rejects.toMatchObject(REFUSED)
      }),
      { numRuns: 500 },
    )
  })

  const refusals: [name: string, text: unknown, message: string][] = [
    ['nothing', undefined, 'an envelope must be text'],
    ['bytes', utf8('hw1.e30..'), 'an envelope must be text'],
    ['no characters', '', 'this is not an envelope'],
    ['JSON', '{"id":"evt_1"}', 'this is not an envelope'],
    [
      'a later version',
      `hw2.e30..${'A'.repeat(43)}`,
      'the envelope is of another version than hw1: let receivers and workers have the same version of this package',
    ],
    [
      'a seal of nobody',
      `hw1.e30..${'A'.repeat(43)}`,
      'none of 1 keys sealed the envelope for acme; do the receiver that took the delivery and this one have the same envelope key?',
    ],
    [
      'too many characters',
      `hw1.${'A'.repeat(64 * 1024 * 1024)}`,
      'an envelope has at most 67108864 characters',
    ],
  ]
  test.each(refusals)('refused: %s', async (_name, text, message) => {
    // Sound: what a queue hands over is whatever somebody put there.
    const opened = envelopes(KEY).open(text as string)
    await expect(opened).rejects.toMatchObject({ ...REFUSED, message })
  })

  const good = () => ({ ...CONTENT, body: undefined, claims: undefined })
  const sealedWrongly: [name: string, meta: string, body?: string][] = [
    ['no JSON', 'no JSON'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['no time', JSON.stringify({ ...good(), receivedAt: null })],
    ['no coverage', JSON.stringify({ ...good(), coverage: null })],
    ['half a coverage', JSON.stringify({ ...good(), coverage: { body: true } })],
    ['a number as id', JSON.stringify({ ...good(), id: 1 })],
    ['null as replay', JSON.stringify({ ...good(), replay: null })],
    ['a text as driftTold', JSON.stringify({ ...good(), driftTold: 'yes' })],
    ['no method', JSON.stringify({ ...good(), method: undefined })],
    ['a header without value', JSON.stringify({ ...good(), headers: [['a']] })],
    ['headers as an object', JSON.stringify({ ...good(), headers: { a: 'b' } })],
    ['a number among handlers', JSON.stringify({ ...good(), succeeded: [1] })],
    ['claims in no base64url', JSON.stringify({ ...good(), claims: '*' })],
    ['a number as event', JSON.stringify({ ...good(), event: 1 })],
    ['a body in no base64url', JSON.stringify(good()), 'A'],
  ]
  test.each(sealedWrongly)(
    'refused in spite of a good seal: %s',
    async (_name, meta, body = '') => {
      await expect(envelopes(KEY).open(forge(meta, body))).rejects.toMatchObject({
        ...REFUSED,
        message: 'the envelope was sealed with a content that it cannot have',
      })
    },
  )

  test('what is forged in those rows would be opened with a content that can be', async () => {
    const { id, succeeded } = await envelopes(KEY).open(forge(JSON.stringify(good()), 'e30'))
    expect({ id, succeeded }).toEqual({ id: CONTENT.id, succeeded: CONTENT.succeeded })
  })

  test('an envelope of another provider is refused', async () => {
    const sealed = await envelopes(KEY, 'other').seal(CONTENT)
    await expect(envelopes(KEY).open(sealed)).rejects.toMatchObject(REFUSED)
    expect(await envelopes(KEY, 'other').open(sealed)).toEqual(CONTENT)
  })

  test('the first of several keys seals, and each opens', async () => {
    const old = await envelopes(OTHER).seal(CONTENT)
    const rotating = envelopes([utf8(KEY), OTHER])
    expect(await rotating.open(old)).toEqual(CONTENT)
    expect(await rotating.seal(CONTENT)).toBe(GOLDEN)
    await expect(envelopes(KEY).open(old)).rejects.toMatchObject(REFUSED)
  })

  test('keys are copies of what was given', async () => {
    const bytes = utf8(KEY)
    const sealing = envelopes(bytes)
    bytes.fill(0)
    expect(await sealing.seal(CONTENT)).toBe(GOLDEN)
  })

  const keys: [name: string, key: unknown, message: string][] = [
    [
      '31 bytes',
      'k'.repeat(31),
      'envelope.key has 31 bytes and needs 32: make one with "openssl rand -base64 32"',
    ],
    [
      'a short one among good ones',
      [KEY, new Uint8Array(16)],
      'envelope.key has 16 bytes and needs 32: make one with "openssl rand -base64 32"',
    ],
    ['an empty list', [], EMPTY_KEY],
    ['nothing', undefined, EMPTY_KEY],
    ['a number', [32], 'envelope.key must be text, bytes or a list of them'],
  ]
  test.each(keys)('no key: %s', (_name, key, message) => {
    // Sound: callers without types give anything.
    const create = () => envelopes(key as string)
    expect(create).toThrow(new TypeError(message))
  })

  test('32 bytes of UTF-8 are enough, however few the characters', async () => {
    expect(await envelopes('é'.repeat(16)).seal(CONTENT)).toMatch(/^hw1\./)
  })

  test('what could not be opened is not sealed', async () => {
    const sealing = envelopes(KEY)
    const large = { ...CONTENT, body: new Uint8Array(48 * 1024 * 1024) }
    await expect(sealing.seal(large)).rejects.toMatchObject({ code: 'ERR_BODY_TOO_LARGE' })
    const timeless = { ...CONTENT, receivedAt: Number.NaN }
    await expect(sealing.seal(timeless)).rejects.toThrow(new TypeError('receivedAt must be a time'))
  })
})
