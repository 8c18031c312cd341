/** What fails, what the sender is told of it, and who else hears. */
import { afterEach, expect, test, vi } from 'vitest'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  deliver,
  hmacScheme,
  paid,
  SECRET,
  sign,
  silent,
} from './acme.js'

function create(provider: Provider = acme(), options = {}) {
  return createReceiverFrom<AcmeEvents, AcmeGroups>(provider, {
    secret: SECRET,
    logger: silent,
    ...options,
  })
}

afterEach(() => {
  vi.restoreAllMocks()
})

test('an onUnknown handler that fails makes the sender try again', async () => {
  const receiver = create()
  receiver.onUnknown(() => Promise.reject(new Error('disk full')))
  expect(await receiver.receive(deliver({ type: 'refund' }))).toMatchObject({
    outcome: 'failed',
    response: { status: 500 },
    error: {
      code: 'ERR_HANDLER',
      message: expect.stringMatching(
        /^1 of 1 handlers of an unknown event failed: a handler without a name \(\d+\)$/,
      ),
    },
  })
})

test('handlers that fail do not stop the rest, and tell the sender nothing', async () => {
  const receiver = create()
  const [last, onError] = [vi.fn(), vi.fn()]
  const thrown = Object.assign(new Error('password is hunter2'), {
    status: 404,
    code: 'ERR_METHOD',
  })
  receiver.onEvent('ping', function mailer() {
    throw thrown
  })
  receiver.onEvent('ping', () => Promise.reject('a string'), { name: 'second' })
  receiver.onEvent('ping', last)
  receiver.onError(onError)
  const receipt = await receiver.receive(deliver({ type: 'ping' }))
  expect(receipt).toMatchObject({
    outcome: 'failed',
    response: { status: 500, body: '{"ok":false,"error":"failed"}' },
    error: {
      code: 'ERR_HANDLER',
      message: '2 of 3 handlers of "ping" failed: mailer, second',
      errors: [thrown, 'a string'],
    },
  })
  expect(JSON.stringify(receipt.response)).not.toContain('hunter2')
  expect(last).toHaveBeenCalledOnce()
  expect(onError).toHaveBeenCalledWith(receipt.error, expect.objectContaining({ name: 'ping' }))
})

test('an error of ours that a handler throws is a failed handler like any other', async () => {
  const receiver = create()
  receiver.onEvent('ping', async () => void (await receiver.verify({ headers: {}, body: '' })))
  expect(await receiver.receive(deliver({ type: 'ping' }))).toMatchObject({
    outcome: 'failed',
    response: { status: 500 },
    error: { code: 'ERR_HANDLER' },
  })
})

test('a missing, a wrong and a stale proof get the very same answer', async () => {
  const stale = { ...hmacScheme(), name: 'stale' }
  const provider = acme({
    schemes: [
      {
        ...stale,
        proof: {
          ...stale.proof,
          verify: () => ({
            accepted: false,
            code: 'ERR_TIMESTAMP_OUT_OF_RANGE',
            reason: 'too old',
          }),
        },
      },
    ],
  })
  const receipts = [
    await create().receive({ headers: {}, body: '{}' }),
    await create().receive({ headers: { 'x-signature': sign('{}', 'other') }, body: '{}' }),
    await create(provider).receive(deliver('{}')),
  ]
  expect(receipts.map(({ error }) => error?.code)).toEqual([
    'ERR_PROOF_MISSING',
    'ERR_PROOF_INVALID',
    'ERR_TIMESTAMP_OUT_OF_RANGE',
  ])
  const answers = new Set(receipts.map(({ response }) => JSON.stringify(response)))
  expect([...answers]).toEqual([
    '{"status":401,"headers":{"content-type":"application/json"},"body":"{\\"ok\\":false,\\"error\\":\\"unauthorized\\"}"}',
  ])
})

test('the secret store being down is a 503, and the sender may come again', async () => {
  const secret = () => Promise.reject(new Error('connection refused'))
  const receipt = await create(acme(), { secret }).receive(deliver(paid))
  expect(receipt).toMatchObject({
    outcome: 'failed',
    response: { status: 503, headers: { 'retry-after': '60' } },
    error: { code: 'ERR_SECRET_UNAVAILABLE', cause: { message: 'connection refused' } },
  })
})

test('each provider stage that breaks is our failure, and nobody hears the details', async () => {
  const broken = acme({
    eventName: () => {
      throw new Error('boom')
    },
  })
  const receipt = await create(broken).receive(deliver(paid))
  expect(receipt).toMatchObject({ outcome: 'failed', response: { status: 500 } })
  expect(JSON.stringify(receipt.response)).not.toContain('boom')
})

test('observers and loggers that fail are contained', async () => {
  const logger = {
    warn: () => {
      throw new Error('log')
    },
    error: () => undefined,
  }
  const receiver = create(acme(), { logger })
  const second = vi.fn()
  receiver.onError(() => {
    throw new Error('observer')
  })
  receiver.onError(() => Promise.reject(new Error('observer')))
  receiver.onError(second)
  const receipt = await receiver.receive({ headers: {}, body: '' })
  expect(receipt.response.status).toBe(401)
  expect(second).toHaveBeenCalledOnce()
})

test('a logger gets one line for each refusal and failure', async () => {
  const logger = { warn: vi.fn(), error: vi.fn() }
  const receiver = create(acme(), { logger })
  receiver.onEvent('ping', () => {
    throw new Error('x')
  })
  await receiver.receive({ headers: {}, body: '' })
  const failed = await receiver.receive(deliver({ type: 'ping' }))
  const refusal = { code: 'ERR_PROOF_MISSING', message: 'the delivery carries no proof' }
  expect(logger.warn.mock.calls).toEqual([
    ['delivery.rejected', { provider: 'acme', ...refusal, id: undefined, name: undefined }],
  ])
  const failure = { code: 'ERR_HANDLER', message: failed.error?.message, name: 'ping' }
  expect(logger.error.mock.calls).toEqual([
    [
      'delivery.failed',
      { provider: 'acme', ...failure, secretId: 'KEY', cause: [{ name: 'Error', message: 'x' }] },
    ],
  ])
})

test('failures go to the console where nobody else listens', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const fail = () => {
    throw new Error('x')
  }
  const receiver = create(acme(), { logger: undefined })
  receiver.onEvent('ping', fail)
  await receiver.receive(deliver({ type: 'ping' }))
  expect(error).toHaveBeenCalledOnce()
  receiver.onError(() => undefined)
  await receiver.receive(deliver({ type: 'ping' }))
  expect(error).toHaveBeenCalledOnce()
})
