/** What the consumer's own code throws before the handlers never chooses the answer. */
import { describe, expect, test, vi } from 'vitest'
import { customProof } from '../../templates/runtime/auth/custom.js'
import type { Delivery } from '../../templates/runtime/delivery.js'
import { EventUnknown, GivenUp, PayloadMalformed } from '../../templates/runtime/errors.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { SecretStore } from '../../templates/runtime/store.js'
import { acme, deliver, hmacScheme, paid, post, SECRET, silent } from './acme.js'

/** Answered with 200, 200 and 400 where they are the receiver's own; and what stood for overflow. */
const CHOOSY = [
  new EventUnknown('of another receiver'),
  new GivenUp('of another receiver', []),
  new PayloadMalformed('of another receiver'),
  new RangeError('Invalid array length'),
]

const custom = { ...hmacScheme(), name: 'own', secrets: [], proof: customProof('own') }
const provider = acme({
  eventAccount: (delivery: Delivery) => delivery.headers.get('x-account'),
  subscription: () => 'sub_1',
})

const store = (ended: () => never): SecretStore => ({
  pending: () => false,
  get: () => undefined,
  put: () => false,
  ended,
})

/** Each place where code of the consumer runs before its handlers, as options of a receiver. */
const places: [name: string, provider: typeof acme, options: (fail: () => never) => object][] = [
  ['secret', () => provider, (fail) => ({ secret: fail })],
  ['account', () => provider, (fail) => ({ secret: SECRET, account: fail })],
  ['custom', () => acme({ schemes: [custom] }), (fail) => ({ custom: { own: fail } })],
  ['clock', () => provider, (fail) => ({ secret: SECRET, clock: fail })],
  ['transport', () => provider, (fail) => ({ secret: SECRET, transport: fail })],
  ['secretStore', () => provider, (fail) => ({ secret: SECRET, secretStore: store(fail) })],
  [
    'idempotency',
    () => provider,
    (fail) => {
      const store = { reserve: fail, extend: fail, succeed: fail, complete: fail, fail }
      return { secret: SECRET, idempotency: store }
    },
  ],
]

describe.each(places)('%s', (_name, providerOf, optionsOf) => {
  test.each(CHOOSY)('that throws %s is a failure, and nothing is handled', async (error) => {
    const fail = () => {
      throw error
    }
    const options = optionsOf(fail) as ReceiverOptions
    const receiver = createReceiverFrom(providerOf(), { ...options, logger: silent })
    const handler = vi.fn()
    receiver.onAny(handler)
    receiver.onUnknown(handler)
    const response = await receiver.fetch(post(paid, { 'x-account': 'a' }))
    expect(response.status).toBeGreaterThanOrEqual(500)
    expect(handler).not.toHaveBeenCalled()
  })
})

test.each([Number.NaN, undefined, '1700000000000', Promise.resolve(0)])(
  'a clock that gives %s accepts nothing: no delivery would ever be too old',
  async (now) => {
    // Sound: the type forbids it, and JavaScript does not.
    const clock = (() => now) as () => number
    const receiver = createReceiverFrom(acme(), { secret: SECRET, clock, logger: silent })
    expect(await receiver.receive(deliver(paid))).toMatchObject({
      outcome: 'failed',
      error: { code: 'ERR_INTERNAL' },
    })
  },
)

test('hooks, loggers and observers that throw our errors change nothing', async () => {
  const fail = () => {
    throw new EventUnknown('of another receiver')
  }
  const receiver = createReceiverFrom(acme(), {
    secret: SECRET,
    logger: { debug: fail, warn: fail, error: fail },
    hooks: { onDelivery: () => ({ onStage: fail, onEnd: fail, around: fail }) },
  })
  receiver.onError(fail)
  const handler = vi.fn()
  receiver.onAny(handler)
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
  expect(handler).toHaveBeenCalledOnce()
  const forged = { ...deliver(paid), headers: { 'x-signature': 'ab' } }
  expect((await receiver.receive(forged)).response.status).toBe(401)
})

const late = async () => {
  throw new EventUnknown('of another receiver')
}
/** What listens and is an async function: nobody waits for it. */
const listeners: [name: string, options: ReceiverOptions][] = [
  ['a logger', { logger: { debug: late, warn: late, error: late } }],
  // Sound: in JavaScript nothing keeps a hook from being an async function.
  ['onDelivery', { hooks: { onDelivery: late as never } }],
  ['onStage and onEnd', { hooks: { onDelivery: () => ({ onStage: late, onEnd: late }) } }],
  ['around', { hooks: { onDelivery: () => ({ around: late as never }) } }],
]
test.each(listeners)(
  '%s that rejects later leaves no unhandled rejection',
  async (_name, given) => {
    const unhandled = vi.fn()
    const others = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', unhandled)
    try {
      const receiver = createReceiverFrom(acme(), { logger: silent, ...given, secret: SECRET })
      receiver.onAny(() => undefined)
      expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
      const forged = { ...deliver(paid), headers: { 'x-signature': 'ab' } }
      expect((await receiver.receive(forged)).response.status).toBe(401)
      // Node tells of them once the queue of microtasks is empty.
      await new Promise((resolve) => setImmediate(resolve))
      expect(unhandled).not.toHaveBeenCalled()
    } finally {
      process.removeListener('unhandledRejection', unhandled)
      for (const listener of others) process.on('unhandledRejection', listener)
    }
  },
)

const choosing = () => {
  throw new EventUnknown('of another receiver')
}
/** Verdicts that are code of the consumer's: read, they throw. */
const verdicts: [name: string, verdict: unknown][] = [
  ['a getter', Object.defineProperty({}, 'secretId', { get: choosing })],
  ['the trap of a proxy', new Proxy({ secretId: 'a' }, { has: choosing })],
  ['the getter of a promise', Object.defineProperty({}, 'then', { get: choosing })],
  [
    'a function that promises, and never keeps it',
    Object.defineProperty(vi.fn(), 'then', { value: vi.fn() }),
  ],
]
test.each(verdicts)('a custom verdict that is %s is a failure', async (_name, verdict) => {
  const receiver = createReceiverFrom(acme({ schemes: [custom] }), {
    // Sound: in JavaScript nothing keeps it from giving something else.
    custom: { own: () => verdict as boolean },
    limits: { callSeconds: 0.05 },
    logger: silent,
  })
  const { error, response } = await receiver.receive(deliver(paid))
  expect([response.status, error?.code]).toEqual([503, 'ERR_PROOF_UNAVAILABLE'])
})
