/** The receiver on Fetch-API requests: what is read, when, and what the answer is. */
import { expect, test, vi } from 'vitest'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import {
  type AcmeEvents,
  acme,
  deliver,
  handshake,
  hmacScheme,
  paid,
  post,
  SECRET,
  sign,
  silent,
} from './acme.js'

const url = 'https://acme.test/hook'

function create(overrides: Partial<Provider> = {}, options = {}) {
  const provider = acme(overrides)
  return createReceiverFrom<AcmeEvents>(provider, { secret: SECRET, logger: silent, ...options })
}

test('a signed event is handled, and the platform and signal reach the handler', async () => {
  const receiver = create()
  const handler = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  const request = post(paid)
  const response = await receiver.fetch(request, { env: 1 }, 'ctx')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toEqual({ ok: true })
  expect(handler).toHaveBeenCalledWith(
    paid,
    expect.objectContaining({ platform: [{ env: 1 }, 'ctx'] }),
  )
  expect(handler.mock.calls[0]?.[1].signal).toBe(request.signal)
})

const answers: [name: string, request: () => Request, status: number, code: string][] = [
  ['another method', () => new Request(url, { method: 'PUT', body: '{}' }), 405, 'ERR_METHOD'],
  ['GET', () => new Request(url), 405, 'ERR_METHOD'],
  [
    'a form',
    () => post(paid, { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'ERR_CONTENT_TYPE',
  ],
  [
    'a type that only begins right',
    () => post(paid, { 'content-type': 'application/jsonp' }),
    415,
    'ERR_CONTENT_TYPE',
  ],
  [
    'no proof',
    () =>
      new Request(url, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }),
    401,
    'ERR_PROOF_MISSING',
  ],
  ['a wrong proof', () => post(paid, { 'x-signature': sign('other') }), 401, 'ERR_PROOF_INVALID'],
  ['a proof in odd digits', () => post(paid, { 'x-signature': 'abc' }), 401, 'ERR_PROOF_INVALID'],
  ['no JSON', () => post('nope'), 400, 'ERR_PAYLOAD_MALFORMED'],
  ['100,000 levels that are no event', () => post('['.repeat(1e5)), 400, 'ERR_PAYLOAD_MALFORMED'],
  ['an unknown encoding', () => post(paid, { 'content-encoding': 'br' }), 415, 'ERR_ENCODING'],
  [
    'a declared length above the limit',
    () => post(paid, { 'content-length': '1048577' }),
    413,
    'ERR_BODY_TOO_LARGE',
  ],
]
test.each(answers)('%s', async (_name, request, status, code) => {
  const receiver = create()
  const onError = vi.fn()
  receiver.onError(onError)
  const response = await receiver.fetch(request())
  expect(response.status).toBe(status)
  expect(response.headers.get('allow')).toBe(status === 405 ? 'POST' : null)
  expect(Object.keys(await response.json())).toEqual(['ok', 'error'])
  expect(onError.mock.calls[0]?.[0]).toMatchObject({ code })
})

const types = [
  'application/json; charset=utf-8',
  'Application/JSON',
  'application/cloudevents+json',
]
test.each(types)('the content type %s is taken', async (type) => {
  expect((await create().fetch(post(paid, { 'content-type': type }))).status).toBe(200)
})

test('a repeated content type is not taken, not even by its first value', async () => {
  const headers = { ...deliver(paid).headers, 'content-type': ['application/json', 'text/plain'] }
  expect(await create().receive({ ...deliver(paid), headers })).toMatchObject({
    response: { status: 415 },
    error: {
      code: 'ERR_CONTENT_TYPE',
      message: expect.stringContaining('acme sends application/json'),
    },
  })
})

test('no content type is taken where the provider sends none', async () => {
  const { body, headers } = deliver(paid)
  const bytes = new TextEncoder().encode(String(body))
  const request = () =>
    new Request(url, { method: 'POST', body: bytes, headers: headers as Record<string, string> })
  expect((await create().fetch(request())).status).toBe(200)
  const strict = create({ contentTypes: ['application/json'] })
  expect((await strict.fetch(request())).status).toBe(415)
})

test('missing and wrong proofs get byte-identical responses', async () => {
  const [missing, wrong] = [post(paid), post(paid, { 'x-signature': sign('other') })]
  missing.headers.delete('x-signature')
  const receiver = create()
  const [a, b] = [await receiver.fetch(missing), await receiver.fetch(wrong)]
  expect([a.status, [...a.headers], await a.text()]).toEqual([
    b.status,
    [...b.headers],
    await b.text(),
  ])
})

test('a request that somebody read is a configuration error', async () => {
  const receiver = create()
  const onError = vi.fn()
  receiver.onError(onError)
  const request = post(paid)
  await request.text()
  expect((await receiver.fetch(request)).status).toBe(500)
  expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'ERR_BODY_CONSUMED' })
})

const urlScheme = {
  ...hmacScheme(),
  needsUrl: true,
  proof: {
    present: () => true,
    prepare: () => undefined,
    verify: ({ url: signed }: { url: string | undefined }) =>
      signed === 'https://public.example/hooks/acme?a=%20b'
        ? ({ accepted: true, secretId: undefined } as const)
        : ({ accepted: false, code: 'ERR_PROOF_INVALID', reason: String(signed) } as const),
  },
}

test('a proof over the URL needs publicUrl on a platform, and says so', async () => {
  const receiver = create({ schemes: [urlScheme] })
  const onError = vi.fn()
  receiver.onError(onError)
  expect((await receiver.fetch(post(paid))).status).toBe(500)
  expect(onError.mock.calls[0]?.[0]).toMatchObject({
    code: 'ERR_PUBLIC_URL_MISSING',
    message: expect.stringContaining('create the receiver with { publicUrl'),
  })
})

test('publicUrl stands before the raw path and query', async () => {
  const receiver = create({ schemes: [urlScheme] }, { publicUrl: 'https://public.example/hooks' })
  const request = new Request('http://10.0.0.1:3000/acme?a=%20b', post(paid))
  expect((await receiver.fetch(request)).status).toBe(200)
})

test('receive, verify and unwrap trust the URL of the delivery', async () => {
  const receiver = create({ schemes: [urlScheme] })
  const delivery = { ...deliver(paid), url: 'https://public.example/hooks/acme?a=%20b' }
  expect((await receiver.receive(delivery)).outcome).toBe('ignored')
  expect(await receiver.verify(delivery)).toMatchObject({ secretId: undefined })
  expect((await receiver.unwrap(delivery)).name).toBe('invoice.paid')
})

test('an answer without a body is one', async () => {
  const empty = handshake({
    stage: 'head',
    respond: () => ({ status: 204, headers: {}, body: '' }),
  })
  const receiver = create({ handshakes: [empty] })
  const response = await receiver.fetch(
    new Request(url, { method: 'POST', headers: { 'x-hello': '1' } }),
  )
  expect([response.status, response.body]).toEqual([204, null])
})
