/** The body of a request on node:http: raw, encoded, or already taken by somebody else. */
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { acme, hmacScheme } from '../acme.js'
import { closeServers, drain, type Middleware, send, serve, signed, text } from './node-server.js'

afterEach(closeServers)

const kept: [name: string, before: Middleware][] = [
  [
    'in req.body by a raw parser',
    async (request) => Object.assign(request, { body: await drain(request) }),
  ],
  [
    'in req.rawBody beside a parsed body',
    async (request) => {
      const rawBody = await drain(request)
      Object.assign(request, { rawBody, body: JSON.parse(String(rawBody)) })
    },
  ],
  [
    'in req.body as text',
    async (request) => Object.assign(request, { body: String(await drain(request)) }),
  ],
  ['nowhere, by a parser that passed', (request) => Object.assign(request, { body: {} })],
]
test.each(kept)('a body that was kept %s is used', async (_name, before) => {
  const { port, handler } = await serve({}, before)
  expect((await send(port, signed, text)).status).toBe(200)
  expect(handler).toHaveBeenCalledOnce()
})

const lost: [name: string, before: Middleware][] = [
  [
    'parsed',
    async (request) => Object.assign(request, { body: JSON.parse(String(await drain(request))) }),
  ],
  ['read and thrown away', (request) => drain(request)],
  ['begun by somebody else', (request) => void request.once('data', () => request.pause())],
]
test.each(lost)(
  'a body that was %s is a configuration error, and never hangs',
  async (_n, before) => {
    const { port, onError, handler } = await serve({}, async (request, response) => {
      await before(request, response)
      await new Promise((resolve) => setTimeout(resolve, 10))
    })
    expect(await send(port, signed, text)).toMatchObject({
      status: 500,
      body: '{"ok":false,"error":"failed"}',
    })
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      code: 'ERR_BODY_CONSUMED',
      message: expect.stringContaining(
        'mount the receiver before body parsers such as express.json()',
      ),
    })
    expect(handler).not.toHaveBeenCalled()
  },
)

test('a kept body is measured as well', async () => {
  const before: Middleware = async (request) =>
    Object.assign(request, { body: await drain(request) })
  const { port } = await serve({ limits: { bodyBytes: 10 } }, before)
  const list = { ...signed, 'transfer-encoding': 'chunked' }
  expect((await send(port, list, text)).status).toBe(413)
})

test('a compressed body is decompressed once, by us or by the parser', async () => {
  const headers = { ...signed, 'content-encoding': 'gzip' }
  const ours = await serve()
  expect((await send(ours.port, headers, gzipSync(text))).status).toBe(200)
  const theirs = await serve({}, async (request) => {
    await drain(request)
    Object.assign(request, { body: Buffer.from(text) })
  })
  expect((await send(theirs.port, headers, gzipSync(text))).status).toBe(200)
})

test('the URL is publicUrl with the raw path and query, before a mount point took its part', async () => {
  const seen: (string | undefined)[] = []
  const proof = {
    ...hmacScheme().proof,
    verify: ({ url }: { url: string | undefined }) => {
      seen.push(url)
      return { accepted: true, secretId: undefined } as const
    },
  }
  const provider = acme({ schemes: [{ ...hmacScheme(), needsUrl: true, proof }] })
  const options = { publicUrl: 'https://acme.test/in/' }
  const plain = await serve(options, undefined, provider)
  const mounted = await serve(
    options,
    (request) => Object.assign(request, { originalUrl: request.url, url: '/' }),
    provider,
  )
  await send(plain.port, signed, text)
  await send(mounted.port, signed, text)
  expect(seen).toEqual(['https://acme.test/in/hook?a=%20b', 'https://acme.test/in/hook?a=%20b'])
})

test('a response that somebody has sent is left alone', async () => {
  const { port, answers } = await serve({}, (_request, response) => {
    response.end('taken')
  })
  expect((await send(port, signed, text)).body).toBe('taken')
  expect(await Promise.all(answers)).toEqual([undefined])
})
