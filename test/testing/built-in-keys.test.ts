/** Keys of a provider that are built into its SDK: a test takes a pair of its own in their place. */
import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { TestKeys } from '../../templates/runtime/testing/key-pair.js'
import { silent } from '../runtime/acme.js'
import {
  generateOrThrow,
  type LoadedSdk,
  type LoadedTesting,
  loadSdk,
  loadTesting,
} from '../support/sdk.js'

const PATIENCE_MILLISECONDS = 120_000

const keyOf = (pair: { readonly publicKey: import('node:crypto').KeyObject }) =>
  String(pair.publicKey.export({ format: 'pem', type: 'spki' }))
const signature = (alg: string, key: string) => ({
  type: 'signature',
  alg,
  key: { constant: key },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'base64' },
})

const SCHEMES = {
  ed25519: signature('ed25519', keyOf(generateKeyPairSync('ed25519'))),
  ecdsa: signature(
    'ecdsa-p256-sha256-der',
    keyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  ),
  rsa: signature('rsa-sha256', keyOf(generateKeyPairSync('rsa', { modulusLength: 2048 }))),
  token: {
    type: 'jwt',
    token: { from: '{header:authorization|credentials:Bearer}' },
    algs: ['ES256'],
    key: { constant: keyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })) },
    requireClaims: ['exp'],
  },
}
const NAMES = Object.keys(SCHEMES)

let sdk: LoadedSdk
let testing: LoadedTesting

beforeAll(async () => {
  const { out } = await generateOrThrow({
    'acme/webhooks.json': { auth: { schemes: SCHEMES }, events: { type: 'push' } },
    'acme/events/push.json': { type: 'object' },
  })
  sdk = await loadSdk(out, 'acme')
  testing = await loadTesting(out, 'acme')
}, PATIENCE_MILLISECONDS)

const create = (name: string, more: object = {}) =>
  sdk.createReceiver({ auth: { [name]: {} }, logger: silent, ...more })

async function signed(name: string, keys: TestKeys) {
  const { url, headers, body } = await testing.sign('push', {}, { auth: { [name]: {} }, keys })
  return { url, headers, body: new Uint8Array(await new Response(body).arrayBuffer()) }
}

test.each(NAMES)(
  '%s: what a test signs is taken with its testKeys, and only with them',
  async (name) => {
    const [keys, others] = [await testing.generateKeys(name), await testing.generateKeys(name)]
    const delivery = await signed(name, keys)
    const { testKeys } = keys
    expect(await create(name, { testKeys }).verify(delivery)).toMatchObject({
      secretId: 'test key',
    })
    await expect(create(name).verify(delivery)).rejects.toMatchObject({ status: 401 })
    const wrong = create(name, { testKeys: others.testKeys })
    await expect(wrong.verify(delivery)).rejects.toMatchObject({ status: 401 })
  },
)

const accidents: readonly (readonly [name: string, make: (keys: TestKeys) => unknown])[] = [
  ['nothing', () => undefined],
  ['true', () => true],
  ['the key as text', ({ key }) => key],
  ['all of the keys', (keys) => keys],
  ['an object of a file', ({ testKeys }) => JSON.parse(JSON.stringify(testKeys))],
]
test.each(accidents)('%s is refused when the receiver is created', async (_name, make) => {
  const keys = await testing.generateKeys('ed25519')
  expect(() => create('ed25519', { testKeys: make(keys) })).toThrow(TypeError)
})
