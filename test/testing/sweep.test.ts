/** For every auth config of a real provider that we know, an SDK signs what it accepts itself. */
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SchemeInputs } from '../../templates/runtime/options.js'
import type { ProviderBase } from '../../templates/runtime/provider.js'
import {
  generateOrThrow,
  type LoadedSdk,
  type LoadedTesting,
  loadSdk,
  loadTesting,
} from '../support/sdk.js'
import { allCases, type Case } from './sweep.js'

const PATIENCE_MILLISECONDS = 240_000

/** Right in every encoding of a shared key. */
const SHARED = '00ff00ff'
const OAUTH2 = { issuer: 'https://id.example', audience: 'me' }

const cases = allCases()

let sdk: LoadedSdk
let testing: LoadedTesting
let provider: ProviderBase

beforeAll(async () => {
  const config = {
    auth: { schemes: Object.fromEntries(cases.map(({ name, auth }) => [name, auth])) },
    events: { type: 'any' },
    secrets: { PRIMARY: { optional: true }, SECONDARY: { optional: true } },
    allowWeak: true,
  }
  const { out } = await generateOrThrow({
    'all/webhooks.json': config,
    'all/events/any.json': true,
  })
  sdk = await loadSdk(out, 'all')
  testing = await loadTesting(out, 'all')
  // Sound: the generator printed the module.
  const loaded = (await import(join(out, 'all/src/provider.ts'))) as { provider: ProviderBase }
  provider = loaded.provider
}, PATIENCE_MILLISECONDS)

async function inputsOf({ name, auth }: Case) {
  // A scheme without a pair of keys is none that keys can be made for.
  const keys = await testing.generateKeys(name).catch(() => undefined)
  const scheme = provider.schemes.find((one) => one.name === name)
  const shared = scheme?.secrets.filter(({ name: secret }) => secret !== 'token') ?? []
  const given: SchemeInputs = {
    ...Object.fromEntries(shared.map(({ name: secret }) => [secret, SHARED])),
    ...keys?.secrets,
    ...(auth['type'] === 'oauth2' ? OAUTH2 : {}),
  }
  return { keys, auth: { [name]: given } }
}

test('the configs are those of the vectors and of the presets', () => {
  expect(cases.filter(({ name }) => !name.startsWith('preset_')).length).toBeGreaterThan(40)
  expect(cases.length).toBeGreaterThan(120)
})

describe.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  test('is signed as it is verified', async () => {
    const { keys, auth } = await inputsOf(one)
    const request = await testing.sign('any', undefined, { ...one.delivery, auth, keys })
    const { url, method, headers } = request
    const body = new Uint8Array(await request.arrayBuffer())
    const receiver = sdk.createReceiver({ auth, ...(keys && { fetch: keys.fetch }) })
    await expect(receiver.verify({ url, method, headers, body })).resolves.toHaveProperty(
      'coverage',
    )
    const other = sdk.createReceiver({ auth, ...(keys && { fetch: keys.fetch }), clock: () => 0 })
    const bare = other.verify({ url: 'https://other.example/', method, headers: {}, body: '{}' })
    await expect(bare).rejects.toMatchObject({ status: 401 })
  })
})
