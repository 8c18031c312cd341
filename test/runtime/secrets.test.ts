/** What the consumer gives as secrets: checked, named, copied. */
import { expect, test } from 'vitest'
import { viewHeaders } from '../../templates/runtime/headers.js'
import {
  createSecretSource,
  type SecretInput,
  type SecretInputs,
} from '../../templates/runtime/secrets.js'

const head = {
  method: 'POST',
  url: 'https://x.test/t1',
  headers: viewHeaders({}),
  platform: ['env'],
}
const one = [{ name: 'KEY', optional: false }]
const bytes = Uint8Array.of(1, 2)

const forms: [name: string, input: SecretInput, want: unknown][] = [
  ['text', 'a', [{ id: 'KEY', value: 'a' }]],
  ['bytes', bytes, [{ id: 'KEY', value: bytes }]],
  ['a named value', { id: 'new', value: 'a' }, [{ id: 'new', value: 'a' }]],
  [
    'a list',
    ['a', bytes, { id: 'old', value: 'b' }],
    [
      { id: 'KEY[0]', value: 'a' },
      { id: 'KEY[1]', value: bytes },
      { id: 'old', value: 'b' },
    ],
  ],
]
test.each(forms)('%s, given as it is or by a function', async (_name, input, want) => {
  const fixed = createSecretSource(one, { KEY: input })
  expect(fixed.static?.get('KEY')).toEqual(want)
  expect(fixed.resolve(head)).toBe(fixed.static)
  const found = createSecretSource(one, { KEY: async () => input as string })
  expect(found.static).toBeUndefined()
  expect((await found.resolve(head)).get('KEY')).toEqual(want)
})

test('a function sees the head of its delivery', async () => {
  const source = createSecretSource(one, {
    KEY: ({ method, url, platform }) => `${method} ${url} ${platform[0]}`,
  })
  expect((await source.resolve(head)).get('KEY')[0]?.value).toBe('POST https://x.test/t1 env')
})

test('bytes are copied', () => {
  const given = Buffer.from('secret')
  const source = createSecretSource(one, { KEY: given })
  given.fill(0)
  expect(source.static?.get('KEY')[0]?.value).toEqual(new Uint8Array(Buffer.from('secret')))
})

test('an optional secret may be left out, and unknown names have no values', () => {
  const source = createSecretSource([{ name: 'constructor', optional: true }], {})
  expect(source.static?.get('constructor')).toEqual([])
  expect(source.static?.get('toString')).toEqual([])
})

const invalid: [name: string, input: unknown, message: string][] = [
  ['missing', undefined, 'the secret KEY is missing: give it a value'],
  ['null', null, 'the secret KEY is missing: give it a value'],
  ['empty text', '', 'the secret KEY is empty'],
  ['blank text', ' \n', 'the secret KEY is empty'],
  ['empty bytes', new Uint8Array(), 'the secret KEY is empty'],
  ['an empty list', [], 'the secret KEY is an empty list'],
  ['an empty value in a list', ['a', ''], 'the secret KEY is empty'],
  ['an empty named value', { id: 'a', value: '' }, 'the secret KEY is empty'],
  ['a number', 7, 'the secret KEY must be text, bytes or { id, value }'],
  ['a named number', { id: 'a', value: 7 }, 'the secret KEY must be text or bytes'],
]
test.each(invalid)('%s is refused when the receiver is created', (_name, input, message) => {
  // Sound: consumers without TypeScript give such values.
  const given = { KEY: input } as SecretInputs
  expect(() => createSecretSource(one, given)).toThrow(
    expect.objectContaining({ code: 'ERR_SECRET_INVALID', message }),
  )
})

test('a name that is inherited was not given', () => {
  expect(() => createSecretSource([{ name: 'constructor', optional: false }], {})).toThrow(
    expect.objectContaining({
      code: 'ERR_SECRET_INVALID',
      message: 'the secret constructor is missing: give it a value',
    }),
  )
})

const unknown: [declared: string[], message: string][] = [
  [['KEY', 'OTHER'], 'the scheme has no secret named KEYS: it takes KEY, OTHER'],
  [[], 'the scheme has no secret named KEYS: it takes none'],
]
test.each(unknown)('an unknown name beside %j is a TypeError', (declared, message) => {
  const declarations = declared.map((name) => ({ name, optional: true }))
  expect(() => createSecretSource(declarations, { KEYS: 'a' })).toThrow(new TypeError(message))
})

test.each([undefined, null, [], {}])(
  'a function that yields %j says that there is nobody of that name, and does not fail',
  async (nothing) => {
    // Sound: as above, the type forbids some of these.
    const source = createSecretSource(one, { KEY: async () => nothing as undefined })
    expect((await source.resolve(head)).get('KEY')).toEqual([])
  },
)

const failing: [name: string, find: () => unknown, cause: string | undefined][] = [
  ['throws', () => Promise.reject(new Error('store down')), 'store down'],
  ['yields an empty text', async () => '', 'the secret KEY is empty'],
]
test.each(failing)(
  'a function that %s makes the secret unavailable',
  async (_name, find, cause) => {
    // Sound: as above, the type forbids some of these.
    const source = createSecretSource(one, { KEY: find as () => string })
    await expect(source.resolve(head)).rejects.toMatchObject({
      code: 'ERR_SECRET_UNAVAILABLE',
      message: expect.stringMatching(
        /^the secret KEY (?:could not be found for this delivery|was found and cannot be used: the secret KEY is empty)$/,
      ),
      cause: { message: cause },
    })
  },
)

const BLANK = ['a\n', 'a\r\n', ' a', 'a ', '\ta', '\ufeffa', 'a\u00a0']
test.each(BLANK)('%j is refused at the start, and where a function finds it', async (value) => {
  const message = expect.stringMatching(/^the secret KEY begins or ends with white space/)
  for (const input of [value, ['a', value], { id: 'new', value }, { k1: value }]) {
    expect(() => createSecretSource(one, { KEY: input })).toThrow(
      expect.objectContaining({ code: 'ERR_SECRET_INVALID', message }),
    )
    // Sound: a function may find whatever may be given.
    const source = createSecretSource(one, { KEY: async () => input as string })
    await expect(source.resolve(head)).rejects.toMatchObject({
      code: 'ERR_SECRET_UNAVAILABLE',
      message: expect.stringContaining('the secret KEY begins or ends with white space'),
      cause: { code: 'ERR_SECRET_INVALID' },
    })
  }
})

test('blanks inside of a text, in bytes and around a public key are taken', () => {
  const key = [{ name: 'KEY', optional: false, isKey: true }]
  expect(createSecretSource(one, { KEY: 'a b' }).static?.get('KEY')[0]?.value).toBe('a b')
  const given = Buffer.from(' a\n')
  expect(createSecretSource(one, { KEY: given }).static?.get('KEY')[0]?.value).toHaveLength(3)
  expect(createSecretSource(key, { KEY: ' a\n' }).static?.get('KEY')[0]?.value).toBe(' a\n')
})
