/** The adapter for node:http, on a real server. */
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { paid, sign } from '../acme.js'
import { closeServers, send, serve, signed, text } from './node-server.js'

afterEach(closeServers)

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
