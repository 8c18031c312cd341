/** The Node adapter on real sockets: raw headers, raw bodies, and an answer in every case. */
import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { nodeHandler } from '../../../templates/runtime/adapters/node.js'
import type { Context } from '../../../templates/runtime/events.js'
import { createReceiverFrom } from '../../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, hmacScheme, paid, SECRET, sign } from '../acme.js'

type Middleware = (request: IncomingMessage & { body?: unknown; rawBody?: unknown }) => unknown

const silent = { warn: () => undefined, error: () => undefined }
const text = JSON.stringify(paid)
const signed = { 'content-type': 'application/json', 'x-signature': sign(text) }
const closers: (() => void)[] = []
const unhandled = vi.fn()
process.on('unhandledRejection', unhandled)

afterEach(() => {
  for (const close of closers.splice(0)) close()
  expect(unhandled).not.toHaveBeenCalled()
})

async function serve(options = {}, before: Middleware = () => undefined, provider = acme()) {
  const receiver = createReceiverFrom<AcmeEvents>(provider, {
    secret: SECRET,
    logger: silent,
    ...options,
  })
  const handler = vi.fn<(payload: unknown, context: Context) => unknown>()
  const onError = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  receiver.onError(onError)
  const handle = nodeHandler(receiver)
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    await before(request)
    await handle(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  // Sound: a server that listens on TCP has a port.
  const { port } = server.address() as AddressInfo
  return { port, handler, onError, receiver }
}

/** Sends headers exactly as given, repeated ones included. */
async function send(
  port: number,
  headers: string[] | Record<string, string>,
  ...chunks: (string | Uint8Array)[]
) {
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/hook?a=%20b',
    headers,
  })
  for (const chunk of chunks) request.write(chunk)
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of response.setEncoding('utf8')) body += chunk
  const { date: _date, ...rest } = response.headers
  return { status: response.statusCode, headers: rest, body }
}

test('a signed delivery is handled, in one chunk or several', async () => {
  const { port, handler } = await serve()
  const want = { status: 200, body: '{"ok":true}' }
  expect(await send(port, signed, text)).toMatchObject(want)
  const answer = await send(port, signed, text.slice(0, 9), text.slice(9))
  expect(answer).toMatchObject(want)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': '11',
  })
  expect(handler.mock.calls.map(([payload]) => payload)).toEqual([paid, paid])
  expect(handler.mock.calls[0]?.[1].platform).toHaveLength(2)
})

test('a byte that is no UTF-8 arrives as it was signed, and is malformed afterwards', async () => {
  const { port, onError } = await serve()
  const body = Uint8Array.of(0x22, 0xff, 0x22)
  const answer = await send(port, { ...signed, 'x-signature': sign(body) }, body)
  expect(answer.status).toBe(400)
  expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'ERR_PAYLOAD_MALFORMED' })
})

test('a repeated proof header is refused, whichever of the two is right', async () => {
  const { port, handler } = await serve()
  for (const pair of [
    [sign(text), 'ab'],
    ['ab', sign(text)],
    [sign(text), sign(text)],
  ]) {
    const list = ['host', 'acme.test', 'content-type', 'application/json']
    list.push('transfer-encoding', 'chunked')
    for (const value of pair) list.push('x-signature', value)
    expect((await send(port, list, text)).status).toBe(401)
  }
  expect(handler).not.toHaveBeenCalled()
})

test('missing and wrong proofs get the same bytes', async () => {
  const { port } = await serve()
  const wrong = await send(port, { ...signed, 'x-signature': 'ab' }, text)
  const missing = await send(port, { 'content-type': 'application/json' }, text)
  expect(missing.status).toBe(401)
  expect(missing.body).toBe(wrong.body)
})

test('a chunked body above the limit is answered, and the connection is closed', async () => {
  const { port, handler } = await serve({ limits: { bodyBytes: 1000 } })
  const answer = await send(port, signed, 'x'.repeat(900), 'x'.repeat(900))
  expect(answer).toMatchObject({ status: 413, body: '{"ok":false,"error":"too_large"}' })
  expect(handler).not.toHaveBeenCalled()
})

test('an unsigned sender is answered before its body is there, and cut off', async () => {
  const { port } = await serve()
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
  )
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk
  expect(answer).toMatch(/^HTTP\/1\.1 401 /)
  expect(answer.toLowerCase()).toContain('connection: close')
})

test('a sender that goes away fails its own delivery alone', async () => {
  const { port, onError, handler } = await serve()
  const socket = connect(port, '127.0.0.1')
  const reported = new Promise((resolve) => onError.mockImplementation(resolve))
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-Signature: ${sign(text)}\r\nContent-Length: 1000\r\n\r\nabc`,
    () => setTimeout(() => socket.destroy(), 20),
  )
  expect(await reported).toMatchObject({ code: 'ERR_BODY_UNREADABLE' })
  expect((await send(port, signed, text)).status).toBe(200)
  expect(handler).toHaveBeenCalledOnce()
})

test('the signal tells a handler that the sender is gone', async () => {
  const { port, handler } = await serve()
  const gone = new Promise((resolve) => {
    handler.mockImplementation((_payload, { signal }) => {
      socket.destroy()
      return new Promise<void>((done) =>
        signal.addEventListener('abort', () => {
          resolve('gone')
          done()
        }),
      )
    })
  })
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-Signature: ${sign(text)}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  )
  expect(await gone).toBe('gone')
})

async function drain(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

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
    const { port, onError, handler } = await serve({}, async (request) => {
      await before(request)
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
  const receiver = createReceiverFrom<AcmeEvents>(acme(), { secret: SECRET, logger: silent })
  const handle = nodeHandler(receiver)
  const server = createServer((request, response) => {
    response.end('taken')
    void handle(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  // Sound: as above.
  expect((await send((server.address() as AddressInfo).port, signed, text)).body).toBe('taken')
})
