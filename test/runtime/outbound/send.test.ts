/** Requests of the receiver's own: to known hosts only, without redirects, and bounded. */
import { expect, test } from 'vitest'
import { apiKeyAuth, basicAuth, bearerAuth } from '../../../templates/runtime/outbound/api-auth.js'
import { jsonBody } from '../../../templates/runtime/outbound/body.js'
import { clientCredentials } from '../../../templates/runtime/outbound/client-credentials.js'
import { segment } from '../../../templates/runtime/outbound/segment.js'
import { type OutboundRequest, send } from '../../../templates/runtime/outbound/send.js'
import { api } from '../../handshakes/serve.js'

function request(more: Partial<OutboundRequest> = {}): OutboundRequest {
  return { method: 'GET', url: 'https://api.test/a', hosts: ['api.test'], headers: {}, ...more }
}

test('an answer of success is read', async () => {
  const { fetch } = api(new Response('hello', { status: 201 }))
  const { status, body } = await send(request(), fetch)
  expect([status, Buffer.from(body).toString()]).toEqual([201, 'hello'])
})

const NOT_OURS = 'the URL to call is not one of the provider'
const refused: [name: string, more: Partial<OutboundRequest>, message: string][] = [
  ['no URL', { url: undefined }, 'a part of the URL to call is absent'],
  ['what is no URL', { url: '/a' }, 'the URL to call is none'],
  ['plain HTTP', { url: 'http://api.test/a' }, NOT_OURS],
  ['a file', { url: 'file:///etc/passwd' }, NOT_OURS],
  ['another host', { url: 'https://api.test.evil/a' }, NOT_OURS],
  ['another port', { url: 'https://api.test:444/a' }, NOT_OURS],
  ['a user', { url: 'https://a@api.test/a' }, NOT_OURS],
  [
    'one label too many for a star',
    { url: 'https://a.b.api.test/', hosts: ['*.api.test'] },
    NOT_OURS,
  ],
  ['one label too few', { url: 'https://api.test/', hosts: ['*.api.test'] }, NOT_OURS],
  ['an empty label', { url: 'https://.api.test/', hosts: ['*.api.test'] }, NOT_OURS],
  [
    'a header with a line in it',
    { headers: { 'x-a': 'a\r\nb: c' } },
    'the value of the header x-a is absent or cannot be sent',
  ],
  [
    'an absent header',
    { headers: { 'x-a': undefined } },
    'the value of the header x-a is absent or cannot be sent',
  ],
]
test.each(refused)('%s is not sent', async (_name, more, message) => {
  const { asked, fetch } = api()
  await expect(send(request(more), fetch)).rejects.toMatchObject({ code: 'ERR_REQUEST', message })
  expect(asked).toEqual([])
})

test('a star is one label, and hosts have no case', async () => {
  const { asked, fetch } = api()
  await send(request({ url: 'https://SNS.eu.API.test/', hosts: ['sns.*.api.Test'] }), fetch)
  expect(asked).toHaveLength(1)
})

const failed: [name: string, answer: Response | Error, message: string][] = [
  ['a failure', new Error('reset'), 'a GET to api.test failed'],
  ['a refusal', new Response('secret text', { status: 403 }), 'api.test answered a GET with 403'],
  [
    'a redirect',
    new Response(null, { status: 307, headers: { location: 'https://evil.test' } }),
    'api.test answered a GET with 307',
  ],
  ['an answer without end', new Response(new Uint8Array(1_048_577)), 'a GET to api.test failed'],
]
test.each(failed)('%s is an error', async (_name, answer, message) => {
  const { asked, fetch } = api(answer)
  await expect(send(request(), fetch)).rejects.toMatchObject({
    code: 'ERR_REQUEST',
    status: 503,
    message,
  })
  expect(asked).toHaveLength(1)
})

test('a request that hangs is given up', async () => {
  const signals: (AbortSignal | null | undefined)[] = []
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    signals.push(init?.signal)
    return new Response()
  }
  await send(request(), fetch)
  expect(signals[0]).toBeInstanceOf(AbortSignal)
})

const segments: [value: string | undefined, want: string | undefined][] = [
  ['a b/c?d#e', 'a%20b%2Fc%3Fd%23e'],
  ['..', undefined],
  ['.', undefined],
  ['', undefined],
  [undefined, undefined],
  ['...', '...'],
]
test.each(segments)('%j stays within its segment as %j', (value, want) => {
  expect(segment(value)).toBe(want)
})

test('what is absent is left out of a body', () => {
  expect(jsonBody({ a: undefined, b: [1, 'x', null], c: true })).toBe('{"b":[1,"x",null],"c":true}')
  expect(jsonBody(undefined)).toBe('null')
})

const { fetch } = api()
test('Basic, bearer and key make a header', async () => {
  expect(await basicAuth({ username: 'a', password: 'b:ü' }, fetch)).toEqual({
    authorization: `Basic ${Buffer.from('a:b:ü').toString('base64')}`,
  })
  expect(await bearerAuth({ token: async () => 't' }, fetch)).toEqual({ authorization: 'Bearer t' })
  expect(await apiKeyAuth('x-key')({ token: 'k' }, fetch)).toEqual({ 'x-key': 'k' })
})

const unusable: [name: string, call: () => unknown, message: string][] = [
  [
    'no credentials',
    () => basicAuth(undefined, fetch),
    'the API takes credentials: { username, password }',
  ],
  [
    'a name with a colon',
    () => basicAuth({ username: 'a:b', password: '' }, fetch),
    'the username must not have a colon',
  ],
  [
    'no token',
    () => bearerAuth({ username: 'a', password: 'b' }, fetch),
    'the API takes credentials: { token }',
  ],
  [
    'an empty token',
    () => bearerAuth({ token: ' ' }, fetch),
    'the token is empty: is an environment variable unset?',
  ],
  [
    'no client',
    () => clientCredentials('https://id.test/token')({ token: 't' }, fetch),
    'the API takes credentials: { clientId, clientSecret }',
  ],
]
test.each(unusable)('%s cannot be used', async (_name, call, message) => {
  await expect(async () => call()).rejects.toThrow(new TypeError(message))
})

test('client credentials become a token', async () => {
  const { asked, fetch: ask } = api(Response.json({ access_token: 'at', token_type: 'Bearer' }))
  const auth = clientCredentials('https://id.test/token')
  const headers = await auth({ clientId: 'a b', clientSecret: 's', scope: 'hooks read' }, ask)
  expect(headers).toEqual({ authorization: 'Bearer at' })
  expect(asked[0]).toMatchObject({
    url: 'https://id.test/token',
    method: 'POST',
    body: 'grant_type=client_credentials&scope=hooks+read',
    headers: {
      authorization: `Basic ${Buffer.from('a%20b:s').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
  })
  const { fetch: none } = api(Response.json({}))
  await expect(auth({ clientId: 'a', clientSecret: 's' }, none)).rejects.toMatchObject({
    code: 'ERR_REQUEST',
    message: 'id.test answered without an access token',
  })
})
