/** What an SDK signs, the same SDK accepts, for every kind of proof; and nothing else. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { DeliveryInput } from '../../../templates/runtime/delivery-input.js'
import type { SecretInputs } from '../../../templates/runtime/secrets.js'
import type { SignOptions } from '../../../templates/runtime/testing/sign.js'
import { hmac, oneCase } from '../../generator/auth/planned.js'
import { generateOrThrow, loadSdk, loadTesting } from '../../support/sdk.js'

const BASE64 = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA='
const token = { type: 'check', value: '{header:x-token}', equals: '{secret:TOKEN}' }
const timestamp = { from: '{header:x-time}', unit: 'ms', past: 60, future: 60 }

interface Kind {
  readonly auth: object
  readonly secrets: Record<string, string>
  readonly events?: object
  readonly more?: object
}

const kinds: Record<string, Kind> = {
  body: { auth: hmac(), secrets: { KEY: 'k' } },
  prefixed: {
    auth: hmac({ signature: { from: '{header:x-sig}', prefix: 'sha256=', encoding: 'base64' } }),
    secrets: { KEY: 'k' },
  },
  'time-in-the-same-header': {
    auth: hmac({
      content: '{var:timestamp}.{body}',
      timestamp: { from: '{header:x-sig}', split: ',', prefix: 't=' },
      signature: { from: '{header:x-sig}', split: ',', prefix: 'v1=', encoding: 'hex' },
    }),
    secrets: { KEY: 'k' },
  },
  'time-in-another-header': {
    auth: hmac({ content: 'v0:{header:x-time}:{header:x-nonce}:{body}', timestamp }),
    secrets: { KEY: 'k' },
  },
  'time-in-iso': {
    auth: hmac({ content: '{var:timestamp}{body}', timestamp: { ...timestamp, unit: 'iso8601' } }),
    secrets: { KEY: 'k' },
  },
  'key-derived': {
    auth: hmac({ alg: 'hmac-sha512', key: { secret: 'KEY', encoding: 'hex', derive: 'sha256' } }),
    secrets: { KEY: '00ff' },
  },
  'plain-hash': {
    auth: {
      type: 'signature',
      alg: 'hash-sha256',
      content: '{secret:KEY}{path}{body}',
      signature: { from: '{query:sig}', encoding: 'base64url' },
    },
    secrets: { KEY: 'k' },
    more: { allowWeak: true },
  },
  'standard-webhooks': {
    auth: { type: 'standardWebhooks' },
    secrets: { SECRET: `whsec_${BASE64}` },
    events: { id: '{header:webhook-id}' },
  },
  basic: { auth: { type: 'basic' }, secrets: { username: 'ann', password: 'p:ä' } },
  bearer: { auth: { type: 'bearer' }, secrets: { SECRET: 's' } },
  'key-in-a-header': {
    auth: { type: 'apiKey', in: 'header', name: 'X-Key' },
    secrets: { SECRET: 's' },
  },
  'key-in-the-query': {
    auth: { type: 'apiKey', in: 'query', name: 'k|e:y}' },
    secrets: { SECRET: 's &=' },
  },
  'query-token': { auth: { type: 'queryToken', name: 'token' }, secrets: { SECRET: 's' } },
  check: { auth: token, secrets: { TOKEN: 't' } },
  'all-of': { auth: { allOf: [token, hmac()] }, secrets: { TOKEN: 't', KEY: 'k' } },
  'any-of': {
    auth: { anyOf: [hmac(), hmac({ key: { secret: 'OTHER' } })] },
    secrets: { KEY: 'k', OTHER: 'o' },
  },
  switch: {
    auth: { switch: [oneCase(hmac())], else: token },
    secrets: { KEY: 'k', TOKEN: 't' },
  },
}

let out: string
beforeAll(async () => {
  const files = Object.entries(kinds).flatMap(([name, { auth, events, more }]) => [
    [`${name}/webhooks.json`, { auth, ...more, events: { type: '{header:x-event}', ...events } }],
    [`${name}/events/push.json`, { type: 'object', required: ['a'] }],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

/** The request as a delivery. */
async function delivered(request: Request): Promise<DeliveryInput> {
  const { url, method, headers } = request
  return { url, method, headers, body: await request.arrayBuffer() }
}

async function signed(name: string, options: Partial<SignOptions> = {}): Promise<Request> {
  const { sign } = await loadTesting(out, name)
  return sign('push', { a: 'naïve' }, { secrets: secretsOf(name), ...options })
}

function secretsOf(name: string): Readonly<Record<string, string>> {
  return kinds[name]?.secrets ?? {}
}

/** Secrets of the same form and other content. */
function othersOf(name: string): SecretInputs {
  const other = (value: string) =>
    value.startsWith('whsec_')
      ? value.replace('AQID', 'BQID')
      : value === '00ff'
        ? 'ff'
        : `${value}x`
  return Object.fromEntries(
    Object.entries(secretsOf(name)).map(([key, value]) => [key, other(value)]),
  )
}

async function receiverOf(name: string, now = Date.now()) {
  const { createReceiver } = await loadSdk(out, name)
  return createReceiver({ secrets: secretsOf(name), clock: () => now })
}

describe.each(Object.keys(kinds))('%s', (name) => {
  test('is accepted', async () => {
    const { verify } = await receiverOf(name)
    const delivery = await delivered(await signed(name))
    await expect(verify(delivery)).resolves.toHaveProperty('coverage')
  })
  test('is handed over by its name', async () => {
    const { receive } = await receiverOf(name)
    const receipt = await receive(await delivered(await signed(name)))
    expect(receipt).toMatchObject({
      outcome: 'ignored',
      events: [{ name: 'push', payload: { a: 'naïve' } }],
    })
  })
  test('is refused under other secrets', async () => {
    const { verify } = await receiverOf(name)
    const other = await delivered(await signed(name, { secrets: othersOf(name) }))
    await expect(verify(other)).rejects.toMatchObject({ code: 'ERR_PROOF_INVALID' })
  })
  test('is refused without its proof', async () => {
    const { verify } = await receiverOf(name)
    const bare = { url: 'http://localhost/webhooks', headers: {}, body: '{"a":1}' }
    await expect(verify(bare)).rejects.toMatchObject({ code: 'ERR_PROOF_MISSING' })
  })
})

const timed = [
  'time-in-the-same-header',
  'time-in-another-header',
  'time-in-iso',
  'standard-webhooks',
]
test.each(timed)('%s is signed at the time that is asked for', async (name) => {
  const at = 1_700_000_000_000
  const { verify } = await receiverOf(name, at)
  await expect(
    verify(await delivered(await signed(name, { timestamp: at }))),
  ).resolves.toHaveProperty('coverage')
  const late = verify(await delivered(await signed(name, { timestamp: at - 400_000 })))
  await expect(late).rejects.toMatchObject({ code: 'ERR_TIMESTAMP_OUT_OF_RANGE' })
})

test('id, method, URL, headers and the exact body are as asked for', async () => {
  const request = await signed('standard-webhooks', {
    id: 'msg_1',
    url: 'https://h.test/in?x=1',
    headers: { 'X-More': 'a' },
    body: '{"a":1.0}',
  })
  expect([request.url, request.method]).toEqual(['https://h.test/in?x=1', 'POST'])
  expect(Object.fromEntries(request.headers)).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'x-event': 'push',
    'x-more': 'a',
  })
  expect(await request.text()).toBe('{"a":1.0}')
})

test('while secrets rotate, the first signs', async () => {
  const { createReceiver } = await loadSdk(out, 'body')
  const request = await signed('body', { secrets: { KEY: ['new', 'old'] } })
  const { verify } = createReceiver({ secrets: { KEY: ['older', { id: 'mine', value: 'new' }] } })
  await expect(verify(await delivered(request))).resolves.toMatchObject({ secretId: 'mine' })
})

test('without its secret nothing is signed', async () => {
  await expect(signed('body', { secrets: {} })).rejects.toMatchObject({
    code: 'ERR_SECRET_INVALID',
  })
})
