/** Every kind of proof may have to hold for a list: a list without elements is never proven. */
import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'
import { derOf, pinOf, sender } from '../../transport/certificates.js'

const NOW = 1_700_000_000
const KEY = 'a key of thirty-two bytes and so on'
const mac = (text: string, encoding: 'base64' | 'hex' = 'base64') =>
  createHmac('sha256', KEY).update(text).digest(encoding)

const HTTPSIG = { type: 'httpsig', algs: ['hmac-sha256'] }
const ITEM_TOKEN = {
  type: 'jwt',
  token: { from: '{item:/token}' },
  algs: ['HS256'],
  claims: { '/id': '{item:/id}' },
}

interface Given {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: string
  readonly transport?: object
}

interface Kind {
  readonly auth: object
  readonly options?: ReceiverOptions
  readonly good: (body: string) => Given
  readonly bad: Given
}

const header = (name: string, value: string): Given => ({ headers: { [name]: value } })
const secret = { secret: KEY }

/** What the sender does right, and wrong. None of these proofs lies in the elements. */
const kinds: Readonly<Record<string, Kind>> = {
  basic: {
    auth: { type: 'basic' },
    options: { secrets: { username: 'u', password: 'p' } },
    good: () => header('authorization', `Basic ${btoa('u:p')}`),
    bad: header('authorization', `Basic ${btoa('u:q')}`),
  },
  bearer: {
    auth: { type: 'bearer' },
    options: { secret: 't' },
    good: () => header('authorization', 'Bearer t'),
    bad: header('authorization', 'Bearer u'),
  },
  apikey: {
    auth: { type: 'apiKey', in: 'header', name: 'X-Key' },
    options: { secret: 't' },
    good: () => header('x-key', 't'),
    bad: header('x-key', 'u'),
  },
  querytoken: {
    auth: { type: 'queryToken', name: 'token' },
    options: { secret: 't' },
    good: () => ({ query: '?token=t' }),
    bad: { query: '?token=u' },
  },
  standardwebhooks: {
    auth: { type: 'standardWebhooks' },
    options: { secret: btoa(KEY) },
    good: (body) => standard(mac(`i.${NOW}.${body}`)),
    bad: standard(mac('another')),
  },
  transport: {
    auth: { type: 'transport', https: true },
    good: () => ({ transport: { encrypted: true } }),
    bad: { transport: { encrypted: false } },
  },
  ipallowlist: {
    auth: { type: 'ipAllowlist', cidrs: ['192.0.2.0/24'], from: 'socket' },
    good: () => ({ transport: { remoteAddress: '192.0.2.1' } }),
    bad: { transport: { remoteAddress: '192.0.3.1' } },
  },
  clientcert: {
    auth: { type: 'clientCert', fingerprints: [pinOf(sender)] },
    good: () => ({ transport: { encrypted: true, clientCertificate: derOf(sender) } }),
    bad: { transport: { encrypted: true } },
  },
  oauth2: {
    auth: { type: 'oauth2' },
    options: { auth: { default: { token: 't' } } },
    good: () => header('authorization', 'Bearer t'),
    bad: header('authorization', 'Bearer u'),
  },
  httpsig: {
    auth: { ...HTTPSIG, key: { secret: 'SECRET' } },
    options: secret,
    good: () => message(mac('"@signature-params": ()')),
    bad: message(mac('another')),
  },
}

function standard(signature: string): Given {
  const headers = { 'webhook-id': 'i', 'webhook-timestamp': String(NOW) }
  return { headers: { ...headers, 'webhook-signature': `v1,${signature}` } }
}

function message(signature: string): Given {
  return { headers: { 'signature-input': 's=()', signature: `s=:${signature}:` } }
}

let out: string

beforeAll(async () => {
  const auths = { ...kinds, tokens: { auth: { ...ITEM_TOKEN, key: { secret: 'SECRET' } } } }
  const files = Object.entries(auths).flatMap(([name, { auth }]) => [
    [`${name}/webhooks.json`, { auth: { forEach: '/items', ...auth }, events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

async function send(sdk: LoadedSdk, options: ReceiverOptions, body: string, given: Given) {
  const { receive, onEvent } = sdk.createReceiver({
    clock: () => NOW * 1000,
    logger: { warn: () => undefined, error: () => undefined },
    ...options,
  })
  onEvent('any', () => undefined)
  const { headers = {}, query = '', transport = {} } = given
  const all = { 'content-type': 'application/json', ...headers }
  const url = `https://me.example/${query}`
  return (await receive({ method: 'POST', url, headers: all, body, transport })).response.status
}

const ITEMS = '{"items":[1,2]}'

describe.each(Object.entries(kinds))('%s', (name, { options = {}, good, bad }) => {
  test('holds for the elements, and never for none', async () => {
    const sdk = await loadSdk(out, name)
    const status = (body: string, given: Given) => send(sdk, options, body, given)
    expect(await status(ITEMS, good(ITEMS))).toBe(200)
    expect(await status(ITEMS, bad)).toBe(401)
    for (const empty of ['{"items":[]}', '{"items":null}', '{}', '{', '']) {
      expect(await status(empty, good(empty)), empty).toBe(401)
    }
  })
})

test('jwt: a token in each element speaks for that element alone', async () => {
  const sdk = await loadSdk(out, 'tokens')
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = (id: number, key: typeof mac = mac) => {
    const input = `${part({ alg: 'HS256' })}.${part({ id })}`
    return `${input}.${Buffer.from(key(input), 'base64').toString('base64url')}`
  }
  const status = (items: readonly object[]) => send(sdk, secret, JSON.stringify({ items }), {})
  const one = { id: 1, token: token(1) }
  const two = { id: 2, token: token(2) }
  expect(await status([one, two])).toBe(200)
  expect(await status([one, { ...two, token: one.token }])).toBe(401)
  expect(await status([one, { id: 2 }])).toBe(401)
  expect(await status([])).toBe(401)
})
