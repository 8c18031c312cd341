/** Bodies of requests: not read for nothing, not read too far, decompressed once. */
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, deliver, paid, post, SECRET, sign, silent } from './acme.js'

const url = 'https://acme.test/hook'

function create(overrides: Partial<Provider> = {}, options = {}) {
  const provider = acme(overrides)
  return createReceiverFrom<AcmeEvents>(provider, { secret: SECRET, logger: silent, ...options })
}

/** A body that says whether anybody began to read it. */
function watched(chunks: readonly string[]) {
  const state = { pulls: 0, isCancelled: false }
  const pending = chunks.map((chunk) => new TextEncoder().encode(chunk))
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        state.pulls++
        const chunk = pending.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(chunk)
      },
      cancel() {
        state.isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { state, body }
}

function streamed(body: ReadableStream, headers: Record<string, string>): Request {
  // Node asks for `duplex`, which the DOM's types do not know.
  const init = { method: 'POST', body, headers, duplex: 'half' }
  return new Request(url, init)
}

test('the body of an unsigned request is not read', async () => {
  const { state, body } = watched(['{}'])
  const response = await create().fetch(streamed(body, { 'content-type': 'application/json' }))
  expect(response.status).toBe(401)
  expect(state.pulls).toBe(0)
})

test('a chunked body above the limit is cut off while it streams', async () => {
  const { state, body } = watched(new Array(100).fill('x'.repeat(1000)))
  const receiver = create({}, { limits: { bodyBytes: 5000 } })
  const response = await receiver.fetch(
    streamed(body, { 'content-type': 'application/json', 'x-signature': sign('') }),
  )
  expect(response.status).toBe(413)
  expect(state).toEqual({ pulls: 6, isCancelled: true })
})

test('a length that understates is no way around the limit', async () => {
  const receiver = create({}, { limits: { bodyBytes: 10 } })
  const response = await receiver.fetch(post(paid, { 'content-length': '5' }))
  expect(response.status).toBe(413)
})

test('a body that breaks off is a 400, and no unhandled rejection', async () => {
  const onUnhandled = vi.fn()
  process.on('unhandledRejection', onUnhandled)
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
  const response = await create().fetch(
    streamed(body, { 'content-type': 'application/json', 'x-signature': sign('') }),
  )
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', onUnhandled)
  expect(response.status).toBe(400)
  expect(onUnhandled).not.toHaveBeenCalled()
})

test('the proof covers the decompressed body', async () => {
  const text = JSON.stringify(paid)
  const request = new Request(url, {
    method: 'POST',
    body: gzipSync(text),
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-signature': sign(text),
    },
  })
  const receiver = create()
  receiver.onEvent('invoice.paid', () => undefined)
  expect((await receiver.fetch(request)).status).toBe(200)
})

test('a decompression bomb is a 413', async () => {
  const request = new Request(url, {
    method: 'POST',
    body: gzipSync(new Uint8Array(50_000_000)),
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-signature': sign(''),
    },
  })
  expect((await create().fetch(request)).status).toBe(413)
})

test('an adapter that reads past the limit is caught', async () => {
  const receiver = create({}, { limits: { bodyBytes: 10 } })
  const { headers, body } = deliver(paid)
  const read = () => new TextEncoder().encode(String(body))
  const receipt = await receiver.serve({ method: 'POST', url, headers, platform: [], read })
  expect(receipt).toMatchObject({ outcome: 'rejected', response: { status: 413 } })
})
