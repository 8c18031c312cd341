/** Signed tokens and published keys through generated SDKs. */
import { generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { hs256, jwkOf, NOW, RSA, SECRET, signed } from '../runtime/auth/tokens.js'
import {
  generateOrThrow,
  type LoadedSdk,
  type LoadedTesting,
  loadSdk,
  loadTesting,
} from '../support/sdk.js'

const BEARER = '{header:Authorization|credentials:Bearer}'
const HASHED = {
  type: 'jwt',
  token: { from: BEARER },
  algs: ['HS256'],
  key: { secret: 'KEY' },
  claims: {
    '/iss': 'acme',
    '/request/path': '{path}',
    '/body': { absentWhenEmptyBody: '{body|sha256|base64url}' },
  },
  requireClaims: ['jti'],
}
const PLAIN = {
  type: 'jwt',
  token: { from: '{header:x-token}' },
  algs: ['HS256'],
  key: { secret: 'KEY' },
}
const DETACHED = {
  type: 'jwt',
  token: { from: '{header:x-jws}' },
  algs: ['HS256'],
  key: { secret: 'KEY' },
  detached: '{path}{body}',
  b64: false,
}
const WRAPPED = {
  type: 'jwt',
  token: { from: '{body}' },
  algs: ['RS256'],
  key: { jwks: 'https://keys.example.com/jwks' },
  unwrap: '/event',
}
const SIGNED = {
  type: 'signature',
  alg: 'ed25519',
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
  key: { jwks: 'https://keys.example.com/jwks', kid: '{header:x-key}' },
}
const ORDER = { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] }

let out: string
const provider = (auth: object, events: object = {}) => ({
  auth,
  events: { type: 'order', ...events },
})

beforeAll(async () => {
  const all = {
    hashed: provider(HASHED, { id: '{jwt:/jti}' }),
    plain: provider(PLAIN),
    detached: provider(DETACHED),
    wrapped: {
      ...provider(WRAPPED, { type: '{json:/type}', id: '{jwt:/jti}' }),
      contentTypes: ['application/jwt'],
    },
    signed: provider(SIGNED),
  }
  const files = Object.entries(all).flatMap(([name, config]) => [
    [`${name}/webhooks.json`, config],
    [`${name}/events/order.json`, ORDER],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

describe.each([['hashed'], ['plain'], ['detached']])('what /testing signs for %s', (name) => {
  let sdk: LoadedSdk
  let testing: LoadedTesting

  beforeAll(async () => {
    sdk = await loadSdk(out, name)
    testing = await loadTesting(out, name)
  })

  test('is accepted', async () => {
    const request = await testing.sign('order', { amount: 1 }, { secret: SECRET })
    const { fetch } = sdk.createReceiver({ secret: SECRET, publicUrl: 'http://localhost' })
    expect((await fetch(request)).status).toBe(200)
  })

  test('is refused with another secret', async () => {
    const request = await testing.sign('order', { amount: 1 }, { secret: 'another' })
    const { fetch } = sdk.createReceiver({ secret: SECRET, publicUrl: 'http://localhost' })
    expect((await fetch(request)).status).toBe(401)
  })

  test('is refused when it is old', async () => {
    if (name === 'detached') return
    const timestamp = Date.now() - 600_000
    const request = await testing.sign('order', { amount: 1 }, { secret: SECRET, timestamp })
    const { fetch } = sdk.createReceiver({ secret: SECRET, publicUrl: 'http://localhost' })
    expect((await fetch(request)).status).toBe(401)
  })
})

test('the id of an event may be a claim of the token', async () => {
  const { createReceiver } = await loadSdk(out, 'hashed')
  const { sign } = await loadTesting(out, 'hashed')
  const request = await sign('order', { amount: 1 }, { secret: SECRET })
  const token = request.headers.get('authorization')?.split('.')[1] ?? ''
  const { jti } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { jti: string }
  const { unwrap } = createReceiver({ secret: SECRET })
  const delivery = { url: request.url, headers: request.headers, body: await request.text() }
  await expect(unwrap(delivery)).resolves.toMatchObject({ id: jti, payload: { amount: 1 } })
})

test('mistake 27: the token is found whatever the case of its header is', async () => {
  const { createReceiver } = await loadSdk(out, 'plain')
  const { verify } = createReceiver({ secret: SECRET, clock: () => NOW * 1000 })
  const { sign } = await loadTesting(out, 'plain')
  const request = await sign('order', { amount: 1 }, { secret: SECRET, timestamp: NOW * 1000 })
  const token = request.headers.get('x-token') ?? ''
  for (const name of ['X-Token', 'x-token', 'X-TOKEN']) {
    await expect(verify({ headers: { [name]: token }, body: '' })).resolves.toHaveProperty(
      'coverage',
    )
  }
})

test('mistake 38: a token that two readers would read differently is refused', async () => {
  const { createReceiver } = await loadSdk(out, 'plain')
  const { verify } = createReceiver({ secret: SECRET, clock: () => NOW * 1000 })
  const exp = NOW + 60
  for (const claims of [`{"exp":${exp},"exp":${exp}}`, `{"exp":${exp},"__proto__":{}}`]) {
    const token = hs256({ alg: 'HS256' }, claims)
    await expect(verify({ headers: { 'x-token': token }, body: '' })).rejects.toMatchObject({
      code: 'ERR_PROOF_INVALID',
      message: 'the payload of the token is no JSON object',
    })
  }
})

/** The provider's key server, as a function. */
function keys(...jwks: readonly object[]) {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (url) => {
    asked.push(String(url))
    return Response.json({ keys: jwks })
  }
  return { asked, fetch }
}

test('the event that a token holds is validated and handled, and its payload is what handlers read', async () => {
  const { createReceiver } = await loadSdk(out, 'wrapped')
  const { asked, fetch: fetchKeys } = keys(jwkOf(RSA.publicKey, { kid: 'k' }))
  const { fetch, onEvent, onInvalid } = createReceiver({
    fetch: fetchKeys,
    clock: () => NOW * 1000,
    keyOrigins: { 'https://keys.example.com': 'https://sandbox.example.com' },
  })
  const seen: unknown[] = []
  onEvent('order', (event, ctx) => {
    seen.push(event, ctx.id, new TextDecoder().decode(ctx.raw))
  })
  onInvalid(() => undefined)
  const post = (claims: object) => {
    const body = signed({ alg: 'RS256', kid: 'k' }, claims, RSA.privateKey)
    const headers = { 'content-type': 'application/jwt' }
    return { body, request: new Request('https://me.example/', { method: 'POST', headers, body }) }
  }
  const good = post({ jti: 'i-1', event: { type: 'order', amount: 5 } })
  expect((await fetch(good.request)).status).toBe(200)
  const payload = Buffer.from(good.body.split('.')[1] ?? '', 'base64url').toString()
  expect(seen).toEqual([{ type: 'order', amount: 5 }, 'i-1', payload])
  expect((await fetch(post({ jti: 'i-2', event: { type: 'order' } }).request)).status).toBe(422)
  expect(asked).toEqual(['https://sandbox.example.com/jwks'])
})

test('a signature by a key of a published set', async () => {
  const { createReceiver } = await loadSdk(out, 'signed')
  const pair = generateKeyPairSync('ed25519')
  const set = keys(jwkOf(RSA.publicKey, { kid: 'r' }), jwkOf(pair.publicKey, { kid: 'e' }))
  const { verify } = createReceiver({ fetch: set.fetch })
  const signature = signBytes(null, Buffer.from('{}'), pair.privateKey).toString('hex')
  const delivery = (kid: string) => ({
    headers: { 'x-signature': signature, 'x-key': kid },
    body: '{}',
  })
  await expect(verify(delivery('e'))).resolves.toMatchObject({ secretId: 'e' })
  await expect(verify(delivery('r'))).rejects.toMatchObject({ code: 'ERR_PROOF_INVALID' })
})

test('keys that cannot be had make the sender try again: 503, and never 401', async () => {
  const { createReceiver } = await loadSdk(out, 'signed')
  const { fetch } = createReceiver({
    fetch: () => Promise.reject(new TypeError('no network')),
    logger: { warn: () => undefined, error: () => undefined },
  })
  const headers = {
    'content-type': 'application/json',
    'x-signature': '00'.repeat(64),
    'x-key': 'e',
  }
  const answer = await fetch(
    new Request('https://me.example/', { method: 'POST', headers, body: '{}' }),
  )
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).not.toBeNull()
  expect(await answer.text()).not.toContain('example')
})

test('an SDK holds the code of its own tokens and keys, and no other', () => {
  const modules = (name: string) => readdirSync(join(out, name, 'src/runtime/auth')).sort()
  const foreign = /oauth2|remote|chain|x509|asymmetric|rsa|ecdsa/
  expect(modules('plain').filter((file) => foreign.test(file))).toEqual([])
  expect(modules('wrapped').filter((file) => /oauth2|chain|x509|hmac|ecdsa/.test(file))).toEqual([])
  const printed = readFileSync(join(out, 'plain/src/auth.ts'), 'utf8')
  expect(printed).not.toContain('createRemote')
})
