/** Keys that an API hands out by their ids. */
import { expect, test } from 'vitest'
import { fromJwk } from '../../../templates/runtime/auth/jwk.js'
import { fromPem } from '../../../templates/runtime/auth/pem.js'
import { type RemoteKeyRule, remoteKey } from '../../../templates/runtime/auth/remote-key.js'
import { isWebhookError } from '../../../templates/runtime/errors.js'
import { uriSegment } from '../../../templates/runtime/expr/uri.js'
import { join } from '../../../templates/runtime/expr/value.js'
import { keyServer, PROVIDER, sendJson, sendStatus } from '../remote/server.js'
import { delivery, jwkOf, NOW, P256, pemOf, secrets, spkiOf } from './tokens.js'

const RULE: Omit<RemoteKeyRule, 'request'> = {
  origin: PROVIDER,
  pointer: '/key',
  decode: fromPem,
  perMinute: 10,
}

const request = (url: string | undefined, more: object = {}) => {
  return () => ({ method: 'GET', url, headers: {}, body: undefined, ...more })
}

function reader(server: Awaited<ReturnType<typeof keyServer>>, rule: RemoteKeyRule) {
  const source = remoteKey(rule)
  return async (seconds = 0) => {
    const context = { secrets: secrets({}), now: (NOW + seconds) * 1000, remote: server.remote }
    try {
      const keys = await source.find(context.secrets, { delivery: delivery('x'), context })
      return keys.map(({ spki }) => spki)
    } catch (error) {
      return isWebhookError(error) ? `${error.code}: ${error.message}` : error
    }
  }
}

const pem = pemOf(P256.publicKey)
const spki = spkiOf(P256.publicKey)
const url = `${PROVIDER}/keys/1`

test('a key is asked for once, and kept', async () => {
  const server = await keyServer(sendJson({ key: pem }))
  const read = reader(server, {
    ...RULE,
    request: request(url, { headers: { authorization: 'Bearer t' } }),
  })
  const [first, second] = await Promise.all([read(), read()])
  expect(first).toEqual([spki])
  expect(second).toEqual([spki])
  expect(await read(599)).toEqual([spki])
  expect(server.requests).toEqual(['GET /keys/1'])
  await read(600)
  expect(server.requests).toHaveLength(2)
})

test('a key that is an object, and one that is the whole answer', async () => {
  const server = await keyServer(sendJson({ key: jwkOf(P256.publicKey) }))
  expect(await reader(server, { ...RULE, decode: fromJwk, request: request(url) })()).toEqual([
    spki,
  ])
  server.answer = (_request, response) => response.end(pem)
  expect(await reader(server, { ...RULE, pointer: undefined, request: request(url) })()).toEqual([
    spki,
  ])
})

test('method, headers and body go to the server as they are written', async () => {
  let seen: unknown
  const server = await keyServer((incoming, response) => {
    let body = ''
    incoming.on('data', (chunk) => {
      body += String(chunk)
    })
    incoming.on('end', () => {
      seen = [incoming.method, incoming.headers['x-key'], body]
      sendJson({ key: pem })(incoming, response)
    })
  })
  const parts = { method: 'POST', headers: { 'x-key': 'v' }, body: '{"id":"1"}' }
  expect(await reader(server, { ...RULE, request: request(url, parts) })()).toEqual([spki])
  expect(seen).toEqual(['POST', 'v', '{"id":"1"}'])
})

const absent: readonly [name: string, request: RemoteKeyRule['request']][] = [
  ['the URL', request(undefined)],
  ['a header', request(url, { headers: { authorization: undefined } })],
]

test.each(absent)('where %s is absent nothing is asked for', async (_name, one) => {
  const server = await keyServer(sendJson({ key: pem }))
  expect(await reader(server, { ...RULE, request: one })()).toEqual([])
  expect(server.requests).toEqual([])
})

const failing: readonly [name: string, answer: Parameters<typeof keyServer>[0], message: string][] =
  [
    ['no key at the pointer', sendJson({}), '127.0.0.1 gave no usable key'],
    [
      'a private key',
      sendJson({ key: P256.privateKey.export({ format: 'pem', type: 'pkcs8' }) }),
      '127.0.0.1 gave no usable key',
    ],
    [
      'a redirect',
      sendStatus(301, { location: 'https://attacker.example' }),
      '127.0.0.1 answered 301 where a key was asked for',
    ],
    ['a failure', sendStatus(503), '127.0.0.1 answered 503 where a key was asked for'],
  ]

test.each(failing)('%s: 503', async (_name, answer, message) => {
  const server = await keyServer(answer)
  expect(await reader(server, { ...RULE, request: request(url) })()).toBe(
    `ERR_SECRET_UNAVAILABLE: ${message}`,
  )
})

test('mistake 21: a URL of another origin is not asked', async () => {
  const server = await keyServer(sendJson({ key: pem }))
  const read = reader(server, { ...RULE, request: request('https://attacker.example/keys/1') })
  expect(await read()).toBe('ERR_SECRET_UNAVAILABLE: the URL of the key is not one of the provider')
  expect(server.requests).toEqual([])
})

test.each([
  ['../admin', '/keys/..%2Fadmin'],
  ['a?b#c', '/keys/a%3Fb%23c'],
  ['@attacker.example', '/keys/%40attacker.example'],
  ['..', undefined],
  ['.', undefined],
  ['', undefined],
  ['\ud800', undefined],
])('mistake 21: the id %j is one segment of the path, or none', async (kid, path) => {
  const server = await keyServer(sendJson({ key: pem }))
  const found = join(`${PROVIDER}/keys/`, uriSegment(kid))
  await reader(server, { ...RULE, request: request(found) })()
  expect(server.requests).toEqual(path === undefined ? [] : [`GET ${path}`])
})

test('mistake 23: a thousand random ids cause as many requests as are allowed', async () => {
  const server = await keyServer(sendStatus(404))
  let number = 0
  const read = reader(server, { ...RULE, request: () => request(`${PROVIDER}/keys/${number++}`)() })
  const outcomes = new Set<string>()
  for (let turn = 0; turn < 1000; turn++) outcomes.add(String(await read(turn % 50)))
  expect(server.requests).toHaveLength(10)
  expect([...outcomes].sort()).toEqual([
    '',
    'ERR_SECRET_UNAVAILABLE: a key could not be had, and is not asked for again at once',
  ])
})
