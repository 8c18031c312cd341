/** Presets without recorded deliveries, against what their providers are known to sign. */
import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'

const NAMES = [
  'aftership',
  'bolt',
  'connectwise-psa',
  'fal-ai',
  'google-push-channels',
  'integrated-finance',
  'plivo-v3',
  'shopify-app-proxy',
]

const NOW = 1_700_000_000
const mac = (content: string) => createHmac('sha256', 'key').update(content)

const sdks = new Map<string, LoadedSdk>()

beforeAll(async () => {
  const input = NAMES.flatMap((name) => [
    [`${name}/webhooks.json`, { auth: { preset: name }, events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  const { out } = await generateOrThrow(Object.fromEntries(input))
  for (const name of NAMES) sdks.set(name, await loadSdk(out, name))
}, 120_000)

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

function verify(name: string, request: Sent, more: ReceiverOptions = {}) {
  const options = { secrets: { SECRET: 'key' }, clock: () => NOW * 1000, ...more }
  return sdks.get(name)?.createReceiver(options).verify(request)
}

describe('plivo-v3', () => {
  const send = (method: string, url: string, body: string, content: string): Sent => ({
    method,
    url,
    body,
    headers: {
      ...(body !== '' && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      'X-Plivo-Signature-V3': `bm9uZQ==,${mac(content).digest('base64')}`,
      'X-Plivo-Signature-V3-Nonce': '12',
    },
  })
  const url = 'https://a.example/in'

  test.each([
    ['GET', `${url}?b=2&a=x%20y&a=1`, '', `${url}?a=1&a=x y&b=2.12`],
    ['GET', url, '', `${url}.12`],
    ['POST', `${url}?b=2&a=1`, 'To=2&From=%2B1', `${url}?a=1&b=2.From+1To2.12`],
    ['POST', url, 'To=2&From=1', `${url}?From1To2.12`],
    ['POST', `${url}?a=1`, '', `${url}?a=1.12`],
  ])('accepts a %s to %s with %j', async (...sent) => {
    await expect(verify('plivo-v3', send(...sent))).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['POST', `${url}?a=1`, 'From=1', `${url}?a=1.12`],
    ['GET', `${url}?a=1`, 'From=1', `${url}?a=1.12`],
    ['POST', url, '\xff', `${url}.12`],
    ['POST', `${url}?a=2`, 'From=1', `${url}?a=1.From1.12`],
  ])('refuses a %s to %s with %j that was not signed', async (...sent) => {
    const verdict = verify('plivo-v3', send(...sent))
    await expect(verdict).rejects.toMatchObject({ status: 401 })
  })
})

describe('shopify-app-proxy', () => {
  const send = (content: string, query: string): Sent => ({
    method: 'GET',
    url: `https://a.example/proxy?${query}&signature=${mac(content).digest('hex')}`,
    headers: {},
    body: '',
  })
  const at = (time: number) => {
    return send(
      `path_prefix=/apps/ashop=stimestamp=${time}`,
      `shop=s&path_prefix=%2Fapps%2Fa&timestamp=${time}`,
    )
  }

  test.each([NOW, NOW - 90, NOW + 90])('accepts what was signed at %d', async (time) => {
    await expect(verify('shopify-app-proxy', at(time))).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['an old one', at(NOW - 91)],
    ['one of the future', at(NOW + 91)],
    ['another shop', send(`shop=otimestamp=${NOW}`, `shop=s&timestamp=${NOW}`)],
  ])('refuses %s', async (_name, sent) => {
    await expect(verify('shopify-app-proxy', sent)).rejects.toMatchObject({ status: 401 })
  })
})

describe('signatures of the body', () => {
  const send = (headers: Record<string, string>): Sent => {
    const type = { 'Content-Type': 'application/json' }
    return {
      method: 'POST',
      url: 'https://a.example/',
      headers: { ...type, ...headers },
      body: '{}',
    }
  }
  const right = mac('{}').digest('base64')
  const wrong = mac('').digest('base64')

  test.each([
    ['aftership', 'aftership-hmac-sha256'],
    ['aftership', 'as-signature-hmac-sha256'],
    ['bolt', 'X-Bolt-Hmac-SHA256'],
  ])('%s takes the right one of %s', async (name, header) => {
    await expect(verify(name, send({ [header]: right }))).resolves.toHaveProperty('coverage')
    const forged = verify(name, send({ [header]: wrong }))
    await expect(forged).rejects.toMatchObject({ status: 401 })
  })

  test.each(['aftership', 'bolt'])('%s refuses what has none', async (name) => {
    await expect(verify(name, send({}))).rejects.toMatchObject({ status: 401 })
  })
})

describe('google-push-channels', () => {
  const send = (token: string): Sent => ({
    method: 'POST',
    url: 'https://a.example/',
    headers: { 'X-Goog-Channel-Token': token, 'X-Goog-Resource-State': 'sync' },
    body: '',
  })

  test('accepts the token of the channel, and no other', async () => {
    await expect(verify('google-push-channels', send('key'))).resolves.toHaveProperty('coverage')
    const other = verify('google-push-channels', send('other'))
    await expect(other).rejects.toMatchObject({ status: 401 })
  })
})

const post = (headers: Record<string, string>, body = '{}'): Sent => {
  const all = { 'Content-Type': 'application/json', ...headers }
  return { method: 'POST', url: 'https://a.example/', headers: all, body }
}
const hash = (name: string, text: string) => createHash(name).update(text)

test('connectwise-psa: the hash of the key is the key', async () => {
  const options = { secrets: { SIGNING_KEY: 'key' } }
  const signed = (key: string | Uint8Array) =>
    post({ 'X-Content-Signature': createHmac('sha256', key).update('{}').digest('base64') })
  const right = verify('connectwise-psa', signed(hash('sha256', 'key').digest()), options)
  await expect(right).resolves.toHaveProperty('coverage')
  const wrong = verify('connectwise-psa', signed('key'), options)
  await expect(wrong).rejects.toMatchObject({ status: 401 })
})

describe('fal-ai', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const asked: string[] = []
  const options: ReceiverOptions = {
    secrets: {},
    fetch: async (input) => {
      asked.push(String(input))
      return Response.json({ keys: [publicKey.export({ format: 'jwk' })] })
    },
  }
  const signed = (body: string, time = NOW): Sent => {
    const content = ['r', 'u', time, hash('sha256', body).digest('hex')].join('\n')
    return post({
      'X-Fal-Webhook-Request-Id': 'r',
      'X-Fal-Webhook-User-Id': 'u',
      'X-Fal-Webhook-Timestamp': String(time),
      'X-Fal-Webhook-Signature': sign(null, Buffer.from(content), privateKey).toString('hex'),
    })
  }

  test('takes what a published key signed, in time', async () => {
    await expect(verify('fal-ai', signed('{}'), options)).resolves.toHaveProperty('coverage')
    expect(asked).toEqual(['https://rest.alpha.fal.ai/.well-known/jwks.json'])
  })

  test.each([
    ['another body', signed('[]')],
    ['an old one', signed('{}', NOW - 301)],
  ])('refuses %s', async (_name, sent) => {
    await expect(verify('fal-ai', sent, options)).rejects.toMatchObject({ status: 401 })
  })
})

describe('integrated-finance', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const options = {
    secrets: { KEYS: { '2': publicKey.export({ format: 'pem', type: 'spki' }).toString() } },
  }
  const signed = (body: string, { seconds = NOW, version = '2' } = {}): Sent => {
    const digest = hash('sha512', body).digest('base64')
    const time = new Date(seconds * 1000).toISOString()
    const content = [digest, 'e', '2020-01-01T00:00:00Z', 'r', time, version].join('|')
    return post({
      'X-Webhook-Content-Digest': digest,
      'X-Webhook-Event-Id': 'e',
      'X-Webhook-Event-Timestamp': '2020-01-01T00:00:00Z',
      'X-Webhook-Request-Id': 'r',
      'X-Webhook-Request-Timestamp': time,
      'X-Webhook-Key-Version': version,
      'X-Webhook-Signature': sign(null, Buffer.from(content), privateKey).toString('base64'),
    })
  }

  test('takes what the key of that version signed', async () => {
    const verdict = verify('integrated-finance', signed('{}'), options)
    await expect(verdict).resolves.toMatchObject({ secretId: 'KEYS.2' })
  })

  test.each([
    ['a digest of another body', signed('[]')],
    ['an old one', signed('{}', { seconds: NOW - 301 })],
    ['a version that is not known', signed('{}', { version: '3' })],
  ])('refuses %s', async (_name, sent) => {
    const verdict = verify('integrated-finance', sent, options)
    await expect(verdict).rejects.toMatchObject({ status: 401 })
  })
})
