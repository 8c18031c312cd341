/** Bodies that trickle: the time as a whole counts, and not the time between two bytes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import { ReadTime } from '../../templates/runtime/read-time.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, paid, SECRET, sign, silent } from './acme.js'

const unhandled = vi.fn()
process.on('unhandledRejection', unhandled)
afterEach(() => expect(unhandled).not.toHaveBeenCalled())

const text = JSON.stringify(paid)

function create(readSeconds: number) {
  const limits = { readSeconds }
  const receiver = createReceiverFrom<AcmeEvents>(acme(), {
    secret: SECRET,
    logger: silent,
    limits,
  })
  const onError = vi.fn()
  receiver.onError(onError)
  return { receiver, onError }
}

/** A byte every 20 ms, until somebody cancels. */
function trickling(content: string) {
  const state = { isCancelled: false, sent: 0 }
  const bytes = utf8(content)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await sleep(20)
      if (state.isCancelled) return
      controller.enqueue(bytes.subarray(state.sent, state.sent + 1))
      state.sent++
      if (state.sent === bytes.length) controller.close()
    },
    cancel() {
      state.isCancelled = true
    },
  })
  // Node asks for `duplex`, which the DOM's types do not know.
  const init = {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-signature': sign(content) },
    duplex: 'half',
  }
  return { state, request: new Request('https://acme.test/hook', init) }
}

test('a body that trickles is a 408 when the time is over, and is read no further', async () => {
  const { receiver, onError } = create(0.15)
  const { state, request } = trickling(text)
  const started = performance.now()
  const response = await receiver.fetch(request)
  expect(performance.now() - started).toBeLessThan(1000)
  expect(response.status).toBe(408)
  expect(onError.mock.calls[0]?.[0]).toMatchObject({
    code: 'ERR_READ_TIMEOUT',
    message: 'the body took more than 0.15 seconds to arrive (limits.readSeconds)',
  })
  expect(state.isCancelled).toBe(true)
  const { sent } = state
  expect(sent).toBeGreaterThan(1)
  await sleep(60)
  expect(state.sent).toBe(sent)
})

test.each([5, Number.POSITIVE_INFINITY, 1e9])(
  'one that arrives within %d s is taken',
  async (s) => {
    const { receiver } = create(s)
    const { request } = trickling(text)
    expect((await receiver.fetch(request)).status).toBe(200)
  },
)

test('a reader that never ends is left behind', async () => {
  const { receiver } = create(0.05)
  const receipt = await receiver.serve({
    method: 'POST',
    url: '/',
    headers: { 'x-signature': sign(text) },
    platform: [],
    read: () => new Promise(() => undefined),
  })
  expect(receipt).toMatchObject({ outcome: 'rejected', response: { status: 408 } })
})

test('a reader that fails when it is broken off is no unhandled rejection', async () => {
  const time = new ReadTime(0.02)
  const reading = new Promise<string>((_, reject) => {
    time.whenOver(() => reject(new Error('stopped')))
  })
  await expect(time.limit(reading)).rejects.toMatchObject({ code: 'ERR_READ_TIMEOUT' })
  await sleep(10)
})

test('what is there at once needs no timer, and no timer outlives the reading', async () => {
  vi.useFakeTimers()
  try {
    const body = utf8(text)
    expect(await new ReadTime(1).limit(body)).toBe(body)
    expect(await new ReadTime(1).limit(Promise.resolve(body))).toBe(body)
    const failing = Promise.reject(new Error('reset'))
    await expect(new ReadTime(1).limit(failing)).rejects.toThrow('reset')
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})
