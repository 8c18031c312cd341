/** What a test cannot sign, or gives nothing to sign with, is said clearly. */
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SignOptions } from '../../templates/runtime/testing/sign.js'
import { hmac } from '../generator/auth/planned.js'
import { generateOrThrow, type LoadedTesting, loadSdk, loadTesting } from '../support/sdk.js'

const PATIENCE_MILLISECONDS = 120_000
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const SPKI = P256.publicKey.export({ format: 'der', type: 'spki' })
const PEM = String(P256.publicKey.export({ format: 'pem', type: 'spki' }))
const PKCS8 = P256.privateKey.export({ format: 'der', type: 'pkcs8' })

const asymmetric = (key: object, more: object = {}) => ({
  type: 'signature',
  alg: 'ecdsa-p256-sha256-der',
  key,
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'base64' },
  ...more,
})

const SCHEMES = {
  pair: asymmetric({ secret: 'KEY' }),
  named: asymmetric({ byId: '{header:x-key}', of: { secret: 'KEYS' } }),
  constant: asymmetric({ constant: SPKI.toString('base64'), encoding: 'spki-base64' }),
  hashed: {
    type: 'check',
    value: '{header:x-token|sha256|hex}',
    equals: '{secret:TOKEN|sha256|hex}',
  },
  composed: hmac({ signature: { from: '{header:x-a}{header:x-b}', encoding: 'hex' } }),
  custom: { allOf: [hmac(), { type: 'custom', name: 'vouched' }] },
  each: {
    forEach: '/list',
    ...hmac({ content: '{item:/a}', signature: { from: '{item:/s}', encoding: 'hex' } }),
  },
  encrypted: { allOf: [{ type: 'transport', https: true }, { type: 'basic' }] },
}

let out: string
let testing: LoadedTesting

beforeAll(async () => {
  const files = {
    'odd/webhooks.json': { auth: { schemes: SCHEMES }, events: { type: 'push' } },
    'odd/events/push.json': true,
    'plain/webhooks.json': { auth: hmac(), events: { type: 'push' } },
    'plain/events/push.json': true,
  }
  out = (await generateOrThrow(files)).out
  testing = await loadTesting(out, 'odd')
}, PATIENCE_MILLISECONDS)

const refused: [name: string, options: SignOptions, payload: unknown, message: RegExp][] = [
  ['pair', { auth: { pair: { KEY: PEM } } }, {}, /give keys, as generateKeys\(\) makes them/],
  ['pair', { auth: { pair: { KEY: PEM } }, keys: { key: PEM } }, {}, /no private key for ECDSA/],
  [
    'pair',
    {
      auth: { pair: { KEY: PEM } },
      keys: {
        key: generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }),
      },
    },
    {},
    /no private key for ECDSA/,
  ],
  ['constant', { auth: { constant: {} } }, {}, /give keys, as generateKeys\(\) makes them/],
  ['hashed', { auth: { hashed: { TOKEN: 't' } } }, {}, /cannot be signed by a test: .*\|sha256/],
  ['composed', { auth: { composed: { KEY: 'k' } } }, {}, /cannot be signed by a test: .*composed/],
  ['custom', { auth: { custom: { KEY: 'k' } } }, {}, /the proof vouched is your own to make/],
  ['each', { auth: { each: { KEY: 'k' } } }, { list: {} }, /at \/list must be a list/],
  ['each', { auth: { each: { KEY: 'k' } } }, { list: [{}] }, /a part of what is signed is missing/],
]

describe.each(refused)('%s', (_name, options, payload, message) => {
  test(`says ${message.source}`, async () => {
    const attempt = testing.sign('push', payload, options)
    await expect(attempt).rejects.toThrow(message)
    await expect(attempt).rejects.toBeInstanceOf(TypeError)
  })
})

const ownKeys: [name: string, key: () => Promise<string | Uint8Array | CryptoKey>][] = [
  ['PEM', async () => String(P256.privateKey.export({ format: 'pem', type: 'pkcs8' }))],
  ['DER', async () => PKCS8],
  [
    'a CryptoKey',
    () => {
      const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
      return crypto.subtle.importKey('pkcs8', PKCS8, algorithm, true, ['sign'])
    },
  ],
]

test.each(ownKeys)('a private key of the test’s own is taken as %s', async (_form, key) => {
  const auth = { named: { KEYS: { ours: PEM } } }
  const keys = { key: await key() }
  const request = await testing.sign('push', {}, { auth, keys })
  expect(request.headers.get('x-key')).toBe('ours')
  const { createReceiver } = await loadSdk(out, 'odd')
  const { url, headers } = request
  const delivery = { url, headers, body: await request.text() }
  await expect(createReceiver({ auth }).verify(delivery)).resolves.toHaveProperty('coverage')
})

test('a proof of the consumer’s own is made by a function, as it is judged by one', async () => {
  const auth = { custom: { KEY: 'k' } }
  const vouched = (delivery: { readonly body: Uint8Array }) => ({
    headers: { 'X-Length': String(delivery.body.length) },
  })
  const request = await testing.sign('push', { a: 1 }, { auth, custom: { vouched } })
  const { createReceiver } = await loadSdk(out, 'odd')
  const { verify } = createReceiver({
    auth,
    custom: { vouched: ({ headers, body }) => headers.get('x-length') === String(body.length) },
  })
  const { url, headers } = request
  const body = await request.text()
  await expect(verify({ url, headers, body })).resolves.toHaveProperty('coverage')
  await expect(verify({ url, headers, body: `${body} ` })).rejects.toMatchObject({ status: 401 })
})

test('what the connection has to be is for the receiver to be told', async () => {
  const auth = { encrypted: { username: 'ann', password: 'p' } }
  const { url, headers } = await testing.sign('push', {}, { auth })
  const { createReceiver } = await loadSdk(out, 'odd')
  const { verify } = createReceiver({ auth })
  const delivery = { url, headers, body: '{}' }
  await expect(verify({ ...delivery, transport: { encrypted: true } })).resolves.toBeDefined()
  await expect(verify({ ...delivery, transport: { encrypted: false } })).rejects.toMatchObject({
    status: 401,
  })
})

const lines = [
  'pair: signed with a key that generateKeys() makes.',
  'custom: signed with the functions that are given as custom.',
  'encrypted: signed with the secrets of the receiver; of the connection, createReceiver',
  'constant: signed with a key that generateKeys() makes.',
]

test.each(['src/testing.ts', 'README.md'])('%s says how each scheme is signed', (path) => {
  const text = readFileSync(join(out, 'odd', path), 'utf8').replaceAll(/[`\\]/g, '')
  for (const line of lines) expect(text).toContain(line)
})

test('the README shows how keys are made where the first scheme needs them', () => {
  const readme = (name: string) => readFileSync(join(out, name, 'README.md'), 'utf8')
  expect(readme('odd')).toContain('const keys = await generateKeys()')
  expect(readme('odd')).toContain('await sign("push", payload, { keys })')
  expect(readme('plain')).not.toContain('generateKeys')
  expect(readme('plain')).toContain(
    'await sign("push", payload, { secret: process.env.WEBHOOK_SECRET })',
  )
})

test('an SDK whose secrets are all shared has no code for keys of its own', async () => {
  expect(await loadTesting(out, 'plain')).not.toHaveProperty('generateKeys')
  const source = readFileSync(join(out, 'plain/src/testing.ts'), 'utf8')
  expect(source).not.toMatch(/key-pair|key-servers|certificates|token-signer|pair-maker/)
})
