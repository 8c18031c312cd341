/** Bearer tokens of a real authorisation server: JWTs, and opaque ones that it is asked about. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../support/sdk.js'
import {
  API,
  type AuthorisationServer,
  OPAQUE_API,
  RECEIVER,
  startServer,
} from './authorisation-server.js'

let server: AuthorisationServer
let sdk: LoadedSdk

beforeAll(async () => {
  // The server says at length that it is not set up for production.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'info').mockImplementation(() => undefined)
  server = await startServer()
  const made = await generateOrThrow({
    'acme/webhooks.json': {
      auth: { schemes: { oauth2: { type: 'oauth2' }, jwt: { type: 'oauth2', typ: ['JWT'] } } },
      events: { type: 'any' },
    },
    'acme/events/any.json': true,
  })
  sdk = await loadSdk(made.out, 'acme')
})

afterAll(() => {
  server.close()
  vi.restoreAllMocks()
})

beforeEach(() => {
  server.isDown = false
  server.requests.length = 0
})

type Inputs = NonNullable<NonNullable<ReceiverOptions['auth']>[string]>

function receiver(oauth2: Inputs, more: Partial<ReceiverOptions> = {}) {
  return sdk.createReceiver({ auth: { oauth2 }, ...more })
}

const delivery = (token: string) => ({ headers: { authorization: `Bearer ${token}` }, body: '{}' })

describe('tokens that are JWTs', () => {
  const options = () => ({ issuer: server.issuer, audience: API })

  test('a token of the issuer, for the receiver', async () => {
    const { verify } = receiver(options())
    const token = await server.token(API)
    server.requests.length = 0
    await expect(verify(delivery(token))).resolves.toMatchObject({
      coverage: { body: false, timestamp: false, type: false, id: false },
    })
    await verify(delivery(token))
    expect(server.requests).toEqual(['GET /.well-known/oauth-authorization-server', 'GET /jwks'])
  })

  test('the key set may be given, and nothing else is asked for then', async () => {
    const { verify } = receiver({ ...options(), jwksUri: `${server.issuer}/jwks` })
    const token = await server.token(API)
    server.requests.length = 0
    await verify(delivery(token))
    expect(server.requests).toEqual(['GET /jwks'])
  })

  const refused: readonly [name: string, more: Inputs, resource: string, reason: string][] = [
    [
      'a token for somebody else',
      {},
      'https://other.example.com',
      'the claim /aud is not what it should be',
    ],
    ['a token without a scope', { scopes: ['hooks:admin'] }, API, 'the bearer token lacks a scope'],
    ['an opaque token', {}, OPAQUE_API, 'the bearer token is not of the type that is expected'],
  ]

  test.each(refused)('%s is refused', async (_name, more, resource, reason) => {
    const { verify } = receiver({ ...options(), ...more })
    const token = await server.token(resource)
    await expect(verify(delivery(token))).rejects.toMatchObject({
      code: 'ERR_PROOF_INVALID',
      message: reason,
    })
  })

  test('a scope that the token has', async () => {
    const { verify } = receiver({ ...options(), scopes: ['hooks:send'] })
    await expect(verify(delivery(await server.token(API)))).resolves.toHaveProperty('coverage')
  })

  test('a token that has expired is refused', async () => {
    const { verify } = receiver(options(), { clock: () => Date.now() + 601_000 })
    await expect(verify(delivery(await server.token(API)))).rejects.toMatchObject({
      code: 'ERR_TIMESTAMP_OUT_OF_RANGE',
      message: expect.stringMatching(/^the token expired \d+ seconds ago$/),
    })
  })

  test('a changed token is refused', async () => {
    const { verify } = receiver(options())
    const [head, payload = '', signature] = (await server.token(API)).split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'all' })).toString('base64url')
    await expect(verify(delivery(`${head}.${changed}.${signature}`))).rejects.toMatchObject({
      message: 'no key made the signature of this token',
    })
  })

  test('a type that the config does not take is refused: an ID token is no access token', async () => {
    const { verify } = sdk.createReceiver({ auth: { jwt: options() } })
    await expect(verify(delivery(await server.token(API)))).rejects.toMatchObject({
      message: 'the bearer token is not of the type that is expected',
    })
  })

  test('metadata of another issuer is not used: 503', async () => {
    const { verify } = receiver({ ...options(), issuer: `${server.issuer}/` })
    await expect(verify(delivery(await server.token(API)))).rejects.toMatchObject({
      code: 'ERR_SECRET_UNAVAILABLE',
      message: 'the metadata at 127.0.0.1 is that of another issuer',
      status: 503,
    })
  })

  test('a server that is down makes the sender try again: 503', async () => {
    const { verify } = receiver(options())
    const token = await server.token(API)
    server.isDown = true
    await expect(verify(delivery(token))).rejects.toMatchObject({ status: 503 })
  })
})

describe('tokens that only the issuer understands', () => {
  const introspection = () => ({
    endpoint: `${server.issuer}/token/introspection`,
    clientId: RECEIVER.id,
    clientSecret: RECEIVER.secret,
  })

  test('an active token is asked about once', async () => {
    const { verify } = receiver({ introspection: introspection(), audience: OPAQUE_API })
    const token = await server.token(OPAQUE_API)
    server.requests.length = 0
    await Promise.all(Array.from({ length: 20 }, () => verify(delivery(token))))
    await verify(delivery(token))
    expect(server.requests).toEqual(['POST /token/introspection'])
  })

  test('an unknown token is refused, and asked about once', async () => {
    const { verify } = receiver({ introspection: introspection() })
    for (let turn = 0; turn < 3; turn++) {
      await expect(verify(delivery('unknown'))).rejects.toMatchObject({
        code: 'ERR_PROOF_INVALID',
        message: 'the bearer token is not active',
      })
    }
    expect(server.requests).toHaveLength(1)
  })

  test('a token that was revoked is refused a minute later at most', async () => {
    let now = Date.now()
    const { verify } = receiver({ introspection: introspection() }, { clock: () => now })
    const token = await server.token(OPAQUE_API)
    await verify(delivery(token))
    await server.revoke(token)
    now += 60_000
    await expect(verify(delivery(token))).rejects.toMatchObject({
      message: 'the bearer token is not active',
    })
  })

  test('an answer is not kept for longer than the token lives', async () => {
    let now = Date.now() + 570_000
    const { verify } = receiver({ introspection: introspection() }, { clock: () => now })
    const token = await server.token(OPAQUE_API)
    await verify(delivery(token))
    now += 31_000
    server.requests.length = 0
    await expect(verify(delivery(token))).rejects.toMatchObject({ status: 401 })
    expect(server.requests).toHaveLength(1)
  })

  const refused: readonly [name: string, more: Inputs, reason: string][] = [
    ['for somebody else', { audience: API }, 'the bearer token is for somebody else'],
    [
      'of another issuer',
      { issuer: 'https://other.example.com' },
      'the bearer token is of another issuer',
    ],
    ['without a scope', { scopes: ['hooks:admin'] }, 'the bearer token lacks a scope'],
  ]

  test.each(refused)('a token %s is refused', async (_name, more, reason) => {
    const { verify } = receiver({ introspection: introspection(), ...more })
    await expect(verify(delivery(await server.token(OPAQUE_API)))).rejects.toMatchObject({
      code: 'ERR_PROOF_INVALID',
      message: reason,
    })
  })

  test.each([
    ['a wrong client secret', { clientSecret: 'wrong' }],
    [
      'a client secret that cannot be found',
      { clientSecret: () => Promise.reject(new Error('down')) },
    ],
    ['an empty one', { clientSecret: () => '' }],
  ])('%s makes the sender try again: 503', async (_name, more) => {
    const { verify } = receiver({ introspection: { ...introspection(), ...more } })
    await expect(verify(delivery('any'))).rejects.toMatchObject({
      code: 'ERR_SECRET_UNAVAILABLE',
      status: 503,
    })
  })
})

test('the receiver is named by its options alone', async () => {
  const { verify } = sdk.createReceiver({ secrets: { issuer: server.issuer, audience: API } })
  await expect(verify(delivery(await server.token(API)))).resolves.toHaveProperty('coverage')
})
