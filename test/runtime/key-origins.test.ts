/** `keyOrigins` is for keys that are fetched: where it would change nothing, it is a mistake. */
import { beforeAll, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'

const signature = { from: '{header:x-signature}', encoding: 'base64' }
const hmac = (secret: string) => ({
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret },
  content: '{body}',
  signature,
})
const fetched = (key: object) => ({ ...hmac('K'), alg: 'ed25519', key })
const JWKS = { jwks: 'https://keys.example.com/jwks', kid: '{header:x-key}' }

const SCHEMES = {
  plain: hmac('KEY'),
  set: fetched(JWKS),
  api: fetched({ url: 'https://api.example.com/keys/{header:x-key}', json: '/key' }),
  token: { type: 'oauth2' },
}
const HANDSHAKE = {
  name: 'hello',
  method: 'GET',
  match: [{ value: '{query:hello}', present: true }],
  verify: fetched(JWKS),
  respond: { status: 200 },
}

let out: string

beforeAll(async () => {
  const configs = {
    plain: { auth: hmac('KEY') },
    many: { auth: { schemes: SCHEMES } },
    greeted: { auth: hmac('KEY'), handshakes: [HANDSHAKE] },
  }
  const files = Object.entries(configs).flatMap(([name, config]) => [
    [`${name}/webhooks.json`, { ...config, events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
}, 60_000)

async function create(name: string, from: readonly string[], options: ReceiverOptions) {
  const { createReceiver } = await loadSdk(out, name)
  const keyOrigins = Object.fromEntries(from.map((origin) => [origin, 'https://sandbox.test']))
  return createReceiver({ ...options, keyOrigins })
}

const API = 'https://api.example.com'
const KEYS = 'https://keys.example.com'
const KEY = { secret: 'k' }
const scheme = (...names: readonly (keyof typeof SCHEMES)[]): ReceiverOptions => {
  const given = { plain: { KEY: 'k' }, set: {}, api: {}, token: { token: 't' } }
  return { auth: Object.fromEntries(names.map((name) => [name, given[name]])), accept: 'any' }
}

const mistakes: [name: string, sdk: string, from: string, options: ReceiverOptions, why: string][] =
  [
    [
      'no key is fetched',
      'plain',
      KEYS,
      KEY,
      'the keys of the scheme default are given, and not fetched',
    ],
    [
      'the chosen scheme fetches none',
      'many',
      KEYS,
      scheme('plain'),
      'the keys of the scheme plain are given, and not fetched',
    ],
    [
      'it is the origin of another scheme',
      'many',
      API,
      scheme('set'),
      `no key comes from there: did you mean ${KEYS}?`,
    ],
    [
      'it is misspelt',
      'many',
      'https://api.exmaple.com',
      scheme('api'),
      `no key comes from there: did you mean ${API}?`,
    ],
    [
      'the consumer names the issuer itself',
      'many',
      KEYS,
      scheme('token'),
      'no key comes from an origin of the provider',
    ],
  ]

test.each(mistakes)(
  'refused when the receiver is created: %s',
  async (_, sdk, from, given, why) => {
    await expect(create(sdk, [from], given)).rejects.toThrow(
      new TypeError(`keyOrigins names ${from}, and ${why}`),
    )
  },
)

test.each<[name: string, sdk: string, from: string[], options: ReceiverOptions]>([
  ['the origin of a set', 'many', [KEYS], scheme('set')],
  ['the origin of an API', 'many', [API], scheme('api')],
  ['one of each of several schemes', 'many', [API, KEYS], scheme('plain', 'set', 'api')],
  ['one that only a handshake asks', 'greeted', [KEYS], KEY],
  ['none', 'plain', [], KEY],
])('taken: %s', async (_name, sdk, from, options) => {
  await expect(create(sdk, from, options)).resolves.toHaveProperty('fetch')
})
