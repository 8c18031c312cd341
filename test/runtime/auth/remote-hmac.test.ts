/** A MAC whose key lies under a URL that the delivery names, through a generated SDK. */
import { createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'
import { keyServer, PROVIDER, sendJson, sendStatus } from '../remote/server.js'

const KEY = Buffer.from('the key of the tenant')
const CONFIG = {
  auth: {
    type: 'signature',
    alg: 'hmac-sha256',
    content: '{body}',
    signature: { from: '{header:x-content-signature}', encoding: 'base64' },
    key: {
      url: '{json:/Metadata/key_url}',
      hosts: ['keys.example.com', '*.psa.example.org'],
      pathMatches: '/keys/[a-z0-9]+',
      json: '/signing_key',
      encoding: 'base64',
    },
  },
  events: { type: '{json:/Type}' },
}
const answer = sendJson({ signing_key: KEY.toString('base64') })

let sdk: LoadedSdk
beforeAll(async () => {
  const files = { 'psa/webhooks.json': CONFIG, 'psa/events/ticket.json': { type: 'object' } }
  sdk = await loadSdk((await generateOrThrow(files)).out, 'psa')
})

function receiverOf(server: Awaited<ReturnType<typeof keyServer>>) {
  const { fetch } = sdk.createReceiver({ keyOrigins: { [PROVIDER]: server.origin } })
  return async (url: unknown, key: Uint8Array = KEY) => {
    const body = JSON.stringify({ Type: 'ticket', Metadata: { key_url: url } })
    const mac = createHmac('sha256', key).update(body).digest('base64')
    const headers = { 'content-type': 'application/json', 'x-content-signature': mac }
    return (await fetch(new Request('http://localhost/', { method: 'POST', headers, body }))).status
  }
}

test('a delivery that the fetched key made is accepted, and the key is asked for once', async () => {
  const server = await keyServer(answer)
  const send = receiverOf(server)
  expect([await send(`${PROVIDER}/keys/1`), await send(`${PROVIDER}/keys/1`)]).toEqual([200, 200])
  expect(server.requests).toEqual(['GET /keys/1'])
})

test('another MAC is refused', async () => {
  const server = await keyServer(answer)
  expect(await receiverOf(server)(`${PROVIDER}/keys/1`, Buffer.from('another'))).toBe(401)
  expect(server.requests).toEqual(['GET /keys/1'])
})

test.each([
  ['another host', 'https://attacker.example/keys/1'],
  ['a host that ends like one', 'https://xkeys.example.com/keys/1'],
  ['a host that begins like one', 'https://keys.example.com.attacker.example/keys/1'],
  ['two labels for one', 'https://a.b.psa.example.org/keys/1'],
  ['a user name', 'https://keys.example.com@attacker.example/keys/1'],
  ['a user name before the host', 'https://u@keys.example.com/keys/1'],
  ['another port', 'https://keys.example.com:8443/keys/1'],
  ['plain HTTP', 'http://keys.example.com/keys/1'],
  ['another path', `${PROVIDER}/login`],
  ['a path behind the pinned one', `${PROVIDER}/keys/1/../../login`],
  ['a query', `${PROVIDER}/keys/1?a`],
  ['a fragment', `${PROVIDER}/keys/1#a`],
  ['no URL', 'keys'],
  ['nothing', undefined],
])('mistake 21: %s is refused without a request', async (_name, url) => {
  const asked: unknown[] = []
  const { fetch } = sdk.createReceiver({
    fetch: async (target) => {
      asked.push(target)
      return Response.json({ signing_key: KEY.toString('base64') })
    },
  })
  const body = JSON.stringify({ Type: 'ticket', Metadata: { key_url: url } })
  const mac = createHmac('sha256', KEY).update(body).digest('base64')
  const headers = { 'content-type': 'application/json', 'x-content-signature': mac }
  const request = new Request('http://localhost/', { method: 'POST', headers, body })
  expect((await fetch(request)).status).toBe(401)
  expect(asked).toEqual([])
})

test.each([
  ['a server that is down', sendStatus(500), 503],
  ['a redirect', sendStatus(302, { location: 'https://attacker.example/' }), 503],
  ['an answer without a key', sendJson({}), 503],
  ['an empty key', sendJson({ signing_key: '' }), 503],
  ['a key in another encoding', sendJson({ signing_key: '!' }), 503],
  ['a key that there is not', sendStatus(404), 401],
])('%s', async (_name, other, status) => {
  expect(await receiverOf(await keyServer(other))(`${PROVIDER}/keys/1`)).toBe(status)
})
