/** Skinny payloads over real sockets: a generated SDK, and the provider's API behind real TLS. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HydrateOptions } from '../../templates/runtime/hydration.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { serve } from '../handshakes/serve.js'
import { silent } from '../runtime/acme.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../support/sdk.js'
import { authority, type Identity, impostor, makeCertificate } from '../transport/certificates.js'
import { fetchFrom } from './platform-fetch.js'
import { type ProviderApi, providerApi } from './provider-api.js'

const FILES = {
  'acme/webhooks.json': {
    auth: { type: 'bearer' },
    hydrate: {
      url: '{json:/resource_url}',
      hosts: ['api.acme.test'],
      schema: 'resources/contact.json',
      limits: { seconds: 0.5 },
    },
  },
  'acme/events/contact.created.json': { type: 'object', required: ['resource_url'] },
  'acme/resources/contact.json': {
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
  },
}

const API = 'https://api.acme.test'
const identity = (name: string, issuer: Identity) =>
  makeCertificate({
    name: `${name}-${issuer === authority ? 'known' : 'unknown'}`,
    issuer,
    extensions: [`subjectAltName=DNS:${name}`, 'extendedKeyUsage=serverAuth'],
  })

const apis: ProviderApi[] = []
let createReceiver: LoadedSdk['createReceiver']
let api: ProviderApi

async function startApi(who: Identity): Promise<ProviderApi> {
  const started = await providerApi(who)
  apis.push(started)
  return started
}

beforeAll(async () => {
  const { out } = await generateOrThrow(FILES)
  createReceiver = (await loadSdk(out, 'acme')).createReceiver
  api = await startApi(identity('api.acme.test', authority))
})

afterAll(() => {
  for (const { server } of apis) {
    server.closeAllConnections()
    server.close()
  }
})

/** What `ctx.fetchResource()` came to in the handler of a delivery that came over HTTP. */
async function fetched(path: string, hydrate?: HydrateOptions, from: ProviderApi = api) {
  from.asked.length = 0
  const fetch = fetchFrom(from.port, authority.cert)
  const options: ReceiverOptions = { secret: 'in', logger: silent, fetch, hydrate }
  const receiver = createReceiver(options)
  let result: unknown
  receiver.onEvent('contact.created', async (_event, ctx) => {
    // Sound: the loaded SDK comes without its types.
    const { fetchResource } = ctx as unknown as { fetchResource: () => Promise<unknown> }
    result = await fetchResource().catch((error) => `${error.code} ${error.message}`)
  })
  const call = await serve(receiver)
  const url = path.startsWith('/') ? API + path : path
  const { status } = await call({
    headers: { authorization: 'Bearer in', 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'contact.created', resource_url: url }),
  })
  expect(status).toBe(200)
  return result
}

const TOKEN: HydrateOptions = { bearer: 't0ken' }

const known: [name: string, hydrate: HydrateOptions, wire: object][] = [
  [
    'name and password',
    { basic: { username: 'ann', password: 'pa:ss' } },
    { authorization: 'Basic YW5uOnBhOnNz' },
  ],
  ['a bearer token', TOKEN, { authorization: 'Bearer t0ken' }],
  [
    'a bearer token that is found when needed',
    { bearer: async () => 't0ken' },
    { authorization: 'Bearer t0ken' },
  ],
  ['a header of its own', { headers: () => ({ 'x-api-key': 'k3y' }) }, { key: 'k3y' }],
]
test.each(known)('the API knows the consumer by %s', async (_name, hydrate, wire) => {
  expect(await fetched('/contacts/1', hydrate)).toEqual({ name: 'Ada' })
  expect(api.asked).toMatchObject([{ host: 'api.acme.test', path: '/contacts/1', ...wire }])
})

test('the API refuses who says nothing, and that is an error', async () => {
  expect(await fetched('/contacts/1')).toBe('ERR_REQUEST api.acme.test answered a GET with 401')
})

const answers: [name: string, path: string, want: string][] = [
  ['what is not there', '/none', 'ERR_REQUEST api.acme.test answered a GET with 404'],
  ['a failure', '/failed', 'ERR_REQUEST api.acme.test answered a GET with 500'],
  ['a redirect to itself', '/moved', 'ERR_REQUEST api.acme.test answered a GET with 302'],
  ['a redirect elsewhere', '/elsewhere', 'ERR_REQUEST api.acme.test answered a GET with 307'],
  ['an answer of 10 MB', '/large', 'ERR_REQUEST a GET to api.acme.test failed'],
  ['10 MB behind 10 KB of gzip', '/bomb', 'ERR_REQUEST a GET to api.acme.test failed'],
  ['no answer', '/silent', 'ERR_REQUEST a GET to api.acme.test failed'],
  ['an answer without an end', '/slow', 'ERR_REQUEST a GET to api.acme.test failed'],
  ['an answer that breaks off', '/broken', 'ERR_REQUEST a GET to api.acme.test failed'],
  ['what is no JSON', '/text', 'ERR_PAYLOAD_MALFORMED the body is not valid JSON'],
  ['what is no UTF-8', '/latin', 'ERR_PAYLOAD_MALFORMED the body is not valid UTF-8'],
  [
    'what breaks the schema',
    '/invalid',
    'ERR_PAYLOAD_INVALID the resource of "contact.created" breaks its schema',
  ],
]
test.each(answers)('%s is an error, after one request', async (_name, path, want) => {
  expect(await fetched(path, TOKEN)).toBe(want)
  expect(api.asked.map((one) => one.path)).toEqual([path])
})

test('an answer that is too large is cut off, not read to its end', async () => {
  await fetched('/large', TOKEN)
  expect(await api.sent()).toBeLessThan(8_000_000)
})

test.each([
  ['another host', 'https://evil.test/contacts/1'],
  ['plain HTTP', 'http://api.acme.test/contacts/1'],
  ['another port', 'https://api.acme.test:8443/contacts/1'],
])('%s gets no byte, and no credentials', async (_name, url) => {
  expect(await fetched(url, TOKEN)).toBe('ERR_REQUEST the URL to call is not one of the provider')
  expect(api.asked).toEqual([])
})

const certificates: [name: string, who: () => Identity][] = [
  ['of an authority that nobody knows', () => identity('api.acme.test', impostor)],
  ['for another name', () => identity('evil.test', authority)],
]
test.each(certificates)('a server with a certificate %s gets no request', async (_name, who) => {
  const other = await startApi(who())
  expect(await fetched('/contacts/1', TOKEN, other)).toBe(
    'ERR_REQUEST a GET to api.acme.test failed',
  )
  expect(other.asked).toEqual([])
})
