/** What the sender waits for, and for how long: deadlines, crowds and the end. */
import { expect, test, vi } from 'vitest'
import { deadlineOf } from '../../templates/runtime/deadline.js'
import type { Context } from '../../templates/runtime/events.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { SenderFacts } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, paid, post, SECRET, silent } from './acme.js'

function create(options: ReceiverOptions = {}, sender: SenderFacts = { retries: true }) {
  return createReceiverFrom<AcmeEvents>(acme({ sender }), {
    secret: SECRET,
    logger: silent,
    ...options,
  })
}

/** A handler that ends when it is told to. */
function gated() {
  let finish = () => {}
  const handler = vi.fn(
    (_payload: unknown, _ctx: Context) =>
      new Promise<void>((resolve) => {
        finish = resolve
      }),
  )
  return { handler, finish: () => finish() }
}

test.each([
  [10, 9000],
  [3, 2500],
  [60, 54_000],
  [0.4, 200],
])('of %d seconds that the sender waits, handlers get %d ms', (deadlineSeconds, want) => {
  expect(deadlineOf({ deadlineSeconds }, undefined)).toBe(want)
})

test('without a known deadline nobody is cut off', () => {
  expect(deadlineOf({}, undefined)).toBeUndefined()
  expect(deadlineOf({ deadlineSeconds: 3 }, false)).toBeUndefined()
  expect(() => deadlineOf({}, 0)).toThrow(TypeError)
})

test('hazard H2: at the deadline the sender is told to come again, and finds what became of it', async () => {
  const receiver = create({ deadlineSeconds: 0.02, idempotency: memoryStore() })
  const { handler, finish } = gated()
  receiver.onEvent('invoice.paid', handler)
  const late = await receiver.receive(deliver(paid))
  expect(late).toMatchObject({
    outcome: 'failed',
    response: { status: 503, headers: { 'retry-after': '60' } },
    error: { code: 'ERR_DEADLINE' },
  })
  expect((await receiver.receive(deliver(paid))).outcome).toBe('in-flight')
  finish()
  await vi.waitFor(async () =>
    expect((await receiver.receive(deliver(paid))).outcome).toBe('duplicate'),
  )
  expect(handler).toHaveBeenCalledOnce()
})

test('at the deadline handlers are told to stop, and one that does may run again at once', async () => {
  const receiver = create({ deadlineSeconds: 0.02, idempotency: memoryStore() })
  const handler = vi.fn(
    (_payload: unknown, { signal }: Context) =>
      new Promise<void>((resolve, reject) => {
        if (handler.mock.calls.length > 1) resolve()
        else signal.addEventListener('abort', () => reject(signal.reason))
      }),
  )
  receiver.onEvent('invoice.paid', handler)
  const onError = vi.fn()
  receiver.onError(onError)
  expect((await receiver.receive(deliver(paid))).response.status).toBe(503)
  await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(2))
  expect(onError.mock.calls.map(([{ code }]) => code).sort()).toEqual([
    'ERR_DEADLINE',
    'ERR_HANDLER',
  ])
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
})

test('a sender that never comes again is not refused: the work goes on, and is known to be at risk', async () => {
  const waitUntil = vi.fn()
  const logger = { warn: vi.fn(), error: vi.fn() }
  const options = { deadlineSeconds: 0.02, waitUntil, logger }
  const receiver = create(options, { retries: false })
  const { handler, finish } = gated()
  receiver.onEvent('invoice.paid', handler)
  expect((await receiver.fetch(post(paid), 'env', 'ctx')).status).toBe(202)
  expect(waitUntil).toHaveBeenCalledWith(expect.any(Promise), 'env', 'ctx')
  expect(logger.warn).toHaveBeenCalledWith(
    'delivery.at_risk',
    expect.objectContaining({ id: 'in_1' }),
  )
  expect(handler.mock.calls[0]?.[1].signal.aborted).toBe(false)
  finish()
  await expect(waitUntil.mock.calls[0]?.[0]).resolves.toMatchObject({ outcome: 'handled' })
})

test('as many as the limit allows are let in, and late ones count until they are done', async () => {
  const receiver = create({ limits: { concurrency: 1 }, deadlineSeconds: 0.02 })
  const { handler, finish } = gated()
  receiver.onEvent('invoice.paid', handler)
  const first = receiver.receive(deliver(paid))
  const crowd = await receiver.receive(deliver(paid))
  expect(crowd).toMatchObject({
    error: { code: 'ERR_OVERLOADED' },
    response: { status: 503, headers: { 'retry-after': '5' } },
  })
  expect((await first).error?.code).toBe('ERR_DEADLINE')
  expect((await receiver.receive(deliver(paid))).error?.code).toBe('ERR_OVERLOADED')
  finish()
  await vi.waitFor(async () =>
    expect((await receiver.receive(deliver({ type: 'ping' }))).outcome).toBe('ignored'),
  )
})

test('closing lets nobody in, and waits for those inside, the late ones too', async () => {
  const receiver = create({ deadlineSeconds: 0.02 })
  const { handler, finish } = gated()
  receiver.onEvent('invoice.paid', handler)
  expect((await receiver.receive(deliver(paid))).response.status).toBe(503)
  expect(await receiver.close({ timeoutSeconds: 0.02 })).toBe(false)
  const closed = receiver.close()
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    error: { code: 'ERR_CLOSING' },
    response: { status: 503, headers: { 'retry-after': '5' } },
  })
  finish()
  expect(await closed).toBe(true)
  expect(handler).toHaveBeenCalledOnce()
})

test('an idle receiver closes at once', async () => {
  expect(await create().close()).toBe(true)
})
