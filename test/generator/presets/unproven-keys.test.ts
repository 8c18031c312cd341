/** Presets without recorded deliveries whose keys are derived, named or fetched. */
import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { NOW, type Sent, verifierOf } from './sdks.js'

const verify = verifierOf(['connectwise-psa', 'fal-ai', 'integrated-finance', 'plaid'])

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
    account: 'u',
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
    account: '/',
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

describe('plaid', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'k' }
  const asked: unknown[] = []
  const SANDBOX = 'https://sandbox.plaid.com'
  const fetched: ReceiverOptions = {
    account: '/',
    secrets: { CLIENT_ID: 'id', API_SECRET: 's' },
    keyOrigins: { 'https://production.plaid.com': SANDBOX },
    fetch: async (input, init) => {
      asked.push([String(input), init?.method, JSON.parse(String(init?.body))])
      return Response.json({ key: jwk, request_id: 'r' })
    },
  }
  const given: ReceiverOptions = {
    account: '/',
    secrets: { JWKS: JSON.stringify({ keys: [jwk] }) },
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = (body: string, iat = NOW): Sent => {
    const claims = { iat, request_body_sha256: hash('sha256', body).digest('hex') }
    const input = `${part({ alg: 'ES256', kid: 'k', typ: 'JWT' })}.${part(claims)}`
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
    const signature = sign('sha256', Buffer.from(input), key).toString('base64url')
    return post({ 'Plaid-Verification': `${input}.${signature}` })
  }

  test('fetches the key that the token names', async () => {
    await expect(verify('plaid', signed('{}'), fetched)).resolves.toHaveProperty('coverage')
    const body = { client_id: 'id', secret: 's', key_id: 'k' }
    expect(asked).toEqual([[`${SANDBOX}/webhook_verification_key/get`, 'POST', body]])
  })

  test('takes a key set as well', async () => {
    await expect(verify('plaid', signed('{}'), given)).resolves.toHaveProperty('coverage')
  })

  test.each([
    ['another body', signed('[]')],
    ['an old one', signed('{}', NOW - 301)],
  ])('refuses %s', async (_name, sent) => {
    for (const options of [fetched, given]) {
      await expect(verify('plaid', sent, options)).rejects.toMatchObject({ status: 401 })
    }
  })
})
