/** The receiver as a consumer uses it: deliveries in, handlers called, outcomes out. */
import { afterEach, expect, test, vi } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import type { DeliveryInput } from '../../templates/runtime/delivery-input.js'
import { isWebhookError } from '../../templates/runtime/errors.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  anything,
  deliver,
  hmacScheme,
  numberField,
  paid,
  SECRET,
  sign,
} from './acme.js'

const silent = { warn: () => undefined, error: () => undefined }

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

test('a handled event reaches its handlers in the order registered, with its context', async () => {
  const receiver = create(acme(), { clock: () => 1_700_000_000_000 })
  const seen: unknown[] = []
  receiver.onAny((event) => seen.push(['any', event.name, event.id]))
  receiver.onEvent('invoice.paid', async (event, context) => {
    await Promise.resolve()
    seen.push(['paid', event.amount, context.receivedAt.getTime(), context.secretId])
  })
  receiver.onEvent('invoice.*', (event) => seen.push(['group', event.type]))
  const receipt = await receiver.receive(deliver(paid))
  expect(receipt).toEqual({
    outcome: 'handled',
    response: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    },
    events: [{ name: 'invoice.paid', id: 'in_1', payload: paid }],
  })
  expect(seen).toEqual([
    ['any', 'invoice.paid', 'in_1'],
    ['paid', 7, 1_700_000_000_000, 'KEY'],
    ['group', 'invoice.paid'],
  ])
})

test('the context holds the delivery', async () => {
  const receiver = create()
  const handler = vi.fn()
  receiver.onEvent('ping', handler)
  const body = '{ "type" : "ping" }'
  await receiver.receive(deliver(body, { 'X-Other': 'a' }))
  const [payload, context] = handler.mock.calls[0] ?? []
  expect(payload).toEqual({ type: 'ping' })
  expect(context).toMatchObject({
    name: 'ping',
    id: undefined,
    raw: utf8(body),
    coverage: { body: true, timestamp: false, type: true, id: true },
    platform: [],
  })
  expect(context.headers.get('x-other')).toBe('a')
  expect(context.signal.aborted).toBe(false)
  expect(context.signal).toBe(context.signal)
})

test('members are bound', async () => {
  const { onEvent, receive, verify, unwrap, events } = create()
  const handler = vi.fn()
  onEvent('ping', handler)
  await receive(deliver({ type: 'ping' }))
  expect(handler).toHaveBeenCalledOnce()
  expect(await verify(deliver('anything'))).toMatchObject({ secretId: 'KEY' })
  expect(await unwrap(deliver(paid))).toEqual({ name: 'invoice.paid', id: 'in_1', payload: paid })
  expect(events()).toEqual(['invoice.paid', 'invoice.voided', 'ping'])
})

test('a known event without a handler is ignored, and its validator is not loaded', async () => {
  const check = vi.fn(() => () => false)
  const receiver = create(acme({ events: new Map([['ping', { ...anything, check }]]) }))
  expect(await receiver.receive(deliver({ type: 'ping' }))).toMatchObject({
    outcome: 'ignored',
    response: { status: 200 },
    events: [{ name: 'ping' }],
  })
  expect(check).not.toHaveBeenCalled()
})

const unknown: [name: string, body: unknown, want: string | undefined][] = [
  ['a type that is not in the SDK', { type: 'refund', id: 'r1' }, 'refund'],
  ['no type', { id: 'r1' }, undefined],
  ['a type that every object inherits', { type: 'constructor', id: 'r1' }, 'constructor'],
  ['a type called __proto__', { type: '__proto__', id: 'r1' }, '__proto__'],
  ['a star', { type: '*', id: 'r1' }, '*'],
  ['the name of a group', { type: 'invoice.*', id: 'r1' }, 'invoice.*'],
]
test.each(unknown)(
  '%s is unknown: acknowledged, and onUnknown hears of it',
  async (_n, body, want) => {
    const receiver = create()
    const [onUnknown, onAny] = [vi.fn(), vi.fn()]
    receiver.onUnknown(onUnknown)
    receiver.onAny(onAny)
    const event = { name: want, id: 'r1', payload: body }
    expect(await receiver.receive(deliver(body))).toMatchObject({
      outcome: 'unknown',
      response: { status: 200, body: '{"ok":true}' },
      events: [event],
    })
    expect(onUnknown).toHaveBeenCalledWith(event, expect.objectContaining({ id: 'r1' }))
    expect(onAny).not.toHaveBeenCalled()
  },
)

test('an onUnknown handler that fails makes the sender try again', async () => {
  const receiver = create()
  receiver.onUnknown(() => Promise.reject(new Error('disk full')))
  expect(await receiver.receive(deliver({ type: 'refund' }))).toMatchObject({
    outcome: 'failed',
    response: { status: 500 },
    error: { code: 'ERR_HANDLER', message: 'a handler of unknown events failed' },
  })
})

test.each(['__proto__', 'constructor', '*', 'toString', '007', 'naïve.event'])(
  'an event may be called %s',
  async (name) => {
    const provider = acme({ events: new Map([[name, anything]]) })
    const receiver = createReceiverFrom<Record<string, unknown>>(provider, { secret: SECRET })
    const handler = vi.fn()
    receiver.onEvent(name, handler)
    const receipt = await receiver.receive(deliver(`{"type":${JSON.stringify(name)}}`))
    expect(receipt.outcome).toBe('handled')
    expect(handler).toHaveBeenCalledOnce()
  },
)

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

test('a payload that breaks its schema is refused with the reasons for us alone', async () => {
  const receiver = create()
  const [handler, onError] = [vi.fn(), vi.fn()]
  receiver.onEvent('invoice.paid', handler)
  receiver.onError(onError)
  const receipt = await receiver.receive(deliver({ ...paid, amount: 'seven' }))
  expect(receipt).toMatchObject({
    outcome: 'invalid',
    response: { status: 422, body: '{"ok":false,"error":"invalid"}' },
    error: {
      code: 'ERR_PAYLOAD_INVALID',
      message: 'the payload of "invoice.paid" breaks its schema: /amount must be a number',
      issues: [{ pointer: '/amount', keyword: 'type', message: 'must be a number' }],
    },
  })
  expect(handler).not.toHaveBeenCalled()
  expect(onError).toHaveBeenCalledOnce()
})

const verdicts: [name: string, answers: unknown[], status: number][] = [
  ['says nothing', [undefined], 422],
  ['rejects', ['reject'], 422],
  ['acknowledges', ['ack'], 200],
  ['acknowledges, and another rejects', ['reject', 'ack', undefined], 200],
  ['answers something else', [true], 422],
]
test.each(verdicts)('an onInvalid handler that %s', async (_name, answers, status) => {
  const receiver = create()
  receiver.onEvent('invoice.paid', () => undefined)
  const events: unknown[] = []
  for (const answer of answers) {
    receiver.onInvalid(async (event) => {
      events.push(event.issues.length)
      // Sound: JavaScript consumers return what they like.
      return answer as 'ack'
    })
  }
  const receipt = await receiver.receive(deliver({ ...paid, amount: null }))
  expect(receipt).toMatchObject({ outcome: 'invalid', response: { status } })
  expect(events).toEqual(answers.map(() => 1))
})

test('an onInvalid handler that fails has not taken the event', async () => {
  const receiver = create()
  receiver.onEvent('invoice.paid', () => undefined)
  receiver.onInvalid(() => 'ack')
  receiver.onInvalid(() => Promise.reject(new Error('dead-letter store is down')))
  expect(await receiver.receive(deliver({ ...paid, amount: null }))).toMatchObject({
    outcome: 'failed',
    response: { status: 500 },
    error: { code: 'ERR_HANDLER', message: 'a handler of invalid events failed' },
  })
})

test('validation can be switched off', async () => {
  const receiver = create(acme(), { validation: 'off' })
  receiver.onEvent('invoice.paid', () => undefined)
  const receipt = await receiver.receive(deliver({ ...paid, amount: null }))
  expect(receipt.outcome).toBe('handled')
})

test('a validator is loaded once', async () => {
  const check = vi.fn(async () => () => true)
  const receiver = create(acme({ events: new Map([['ping', { ...anything, check }]]) }))
  receiver.onEvent('ping', () => undefined)
  await receiver.receive(deliver({ type: 'ping' }))
  await receiver.receive(deliver({ type: 'ping' }))
  expect(check).toHaveBeenCalledOnce()
})

const deep = `{"type":"ping","a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`
const overflow = { check: () => descend, explain: async () => () => [] }
function descend(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.values(value).every(descend)
}

test('a payload that overflows its validator is malformed, and no crash', async () => {
  const receiver = create(acme({ events: new Map([['ping', overflow]]) }))
  receiver.onEvent('ping', () => undefined)
  expect(await receiver.receive(deliver(deep))).toMatchObject({
    outcome: 'rejected',
    response: { status: 400, body: '{"ok":false,"error":"malformed"}' },
    error: { code: 'ERR_PAYLOAD_MALFORMED', message: 'the payload is nested too deeply' },
  })
})

test('a validator that does not load is our failure', async () => {
  const check = () => Promise.reject(new Error('no such module'))
  const receiver = create(acme({ events: new Map([['ping', { ...anything, check }]]) }))
  receiver.onEvent('ping', () => undefined)
  expect(await receiver.receive(deliver({ type: 'ping' }))).toMatchObject({
    outcome: 'failed',
    response: { status: 500 },
    error: { code: 'ERR_INTERNAL', cause: { message: 'no such module' } },
  })
})

const malformed: [name: string, body: string | Uint8Array][] = [
  ['a byte that is no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ['no JSON', 'type=ping'],
  ['an empty body', ''],
  ['a byte order mark', '\ufeff{"type":"ping"}'],
  ['a __proto__ key', '{"type":"ping","__proto__":{}}'],
]
test.each(malformed)('%s with a correct proof: verified, and malformed', async (_name, body) => {
  const receiver = create()
  const handler = vi.fn()
  receiver.onAny(handler)
  const delivery = deliver(body)
  expect(await receiver.verify(delivery)).toEqual({
    secretId: 'KEY',
    coverage: { body: true, timestamp: false, type: true, id: true },
  })
  expect(await receiver.receive(delivery)).toMatchObject({
    outcome: 'rejected',
    response: { status: 400 },
    error: { code: 'ERR_PAYLOAD_MALFORMED' },
  })
  await expect(receiver.unwrap(delivery)).rejects.toMatchObject({ code: 'ERR_PAYLOAD_MALFORMED' })
  expect(handler).not.toHaveBeenCalled()
})

test('the MAC of the lossily decoded text does not stand for the bytes', async () => {
  const lossy = sign('"\ufffd"')
  await expect(
    create().verify({ headers: { 'x-signature': lossy }, body: Uint8Array.of(0x22, 0xff, 0x22) }),
  ).rejects.toMatchObject({ code: 'ERR_PROOF_INVALID', message: 'no secret matches' })
})

const bodies: [name: string, wrap: (bytes: Uint8Array<ArrayBuffer>) => DeliveryInput['body']][] = [
  ['text', (bytes) => new TextDecoder().decode(bytes)],
  ['a Uint8Array', (bytes) => bytes],
  ['a Buffer in a pool', (bytes) => Buffer.concat([Buffer.from('xx'), bytes]).subarray(2)],
  ['an ArrayBuffer', (bytes) => bytes.slice().buffer],
  ['a DataView', (bytes) => new DataView(bytes.slice().buffer)],
]
test.each(bodies)('the body may be %s', async (_name, wrap) => {
  const text = JSON.stringify(paid)
  const delivery = {
    headers: { 'x-signature': sign(text) },
    body: wrap(Uint8Array.from(utf8(text))),
  }
  expect((await create().unwrap(delivery)).payload).toEqual(paid)
})

const headerForms: [name: string, wrap: (value: string) => DeliveryInput['headers']][] = [
  ['Headers', (value) => new Headers({ 'X-Signature': value })],
  ['a record', (value) => ({ 'X-SIGNATURE': value })],
  ['pairs', (value) => [['x-signature', value]]],
]
test.each(headerForms)('the headers may be %s', async (_name, wrap) => {
  const body = JSON.stringify(paid)
  expect((await create().unwrap({ headers: wrap(sign(body)), body })).name).toBe('invoice.paid')
})

test('a body that changes while the secret is looked up changes nothing', async () => {
  const body = Uint8Array.from(utf8(JSON.stringify(paid)))
  const headers: Record<string, string> = { 'x-signature': sign(body) }
  const secret = async () => {
    body.fill(0x20)
    headers['x-signature'] = 'gone'
    return SECRET
  }
  const event = await create(acme(), { secret }).unwrap({ headers, body })
  expect(event.payload).toEqual(paid)
})

const parsed: [name: string, body: unknown][] = [
  ['a parsed object', paid],
  ['nothing', undefined],
  ['a number', 7],
  ['a serialised Buffer', { type: 'Buffer', data: [1] }],
]
test.each(parsed)(
  '%s as body is a configuration error, never serialised again',
  async (_n, body) => {
    const receiver = create()
    const onError = vi.fn()
    receiver.onError(onError)
    // Sound: the type forbids it, body parsers do it.
    const delivery = {
      headers: { 'x-signature': sign(JSON.stringify(body) ?? '') },
      body,
    } as DeliveryInput
    const receipt = await receiver.receive(delivery)
    expect(receipt).toMatchObject({
      outcome: 'failed',
      response: { status: 500, body: '{"ok":false,"error":"failed"}' },
      error: { code: 'ERR_BODY_CONSUMED', message: expect.stringContaining('express.json()') },
    })
    expect(onError).toHaveBeenCalledWith(receipt.error, undefined)
    await expect(receiver.verify(delivery)).rejects.toMatchObject({ code: 'ERR_BODY_CONSUMED' })
    await expect(receiver.unwrap(delivery)).rejects.toMatchObject({ code: 'ERR_BODY_CONSUMED' })
  },
)

test.each([undefined, {}, { headers: 'a: b', body: '' }, { method: 7, headers: {}, body: '' }])(
  'receive never throws, not even for %j',
  async (delivery) => {
    // Sound: the point is what the type forbids.
    const receipt = await create().receive(delivery as unknown as DeliveryInput)
    expect(receipt.outcome).toBe('failed')
    expect(receipt.response.status).toBe(500)
  },
)

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

test('unwrap refuses what is not a known, valid event', async () => {
  const { unwrap } = create()
  await expect(unwrap({ headers: {}, body: '{}' })).rejects.toMatchObject({
    code: 'ERR_PROOF_MISSING',
    message: 'the delivery carries no proof',
    status: 401,
  })
  await expect(unwrap(deliver({ type: 'refund' }))).rejects.toMatchObject({
    code: 'ERR_EVENT_UNKNOWN',
    message: 'the delivery is of a type that this SDK does not know: generate it anew',
    status: 200,
  })
  await expect(unwrap(deliver('{}'))).rejects.toMatchObject({
    code: 'ERR_EVENT_UNKNOWN',
    message: 'the delivery names no event',
  })
  await expect(unwrap(deliver({ type: 'invoice.paid' }))).rejects.toSatisfy(
    (error) => isWebhookError(error) && error.code === 'ERR_PAYLOAD_INVALID',
  )
})

test('unsafeParse parses and validates, and asks for no proof', async () => {
  const provider = acme({ eventName: (delivery) => delivery.headers.get('x-event') })
  const { unsafeParse } = create()
  expect(await unsafeParse(JSON.stringify(paid))).toMatchObject({ name: 'invoice.paid' })
  await expect(unsafeParse('{"type":"invoice.paid"}')).rejects.toMatchObject({
    code: 'ERR_PAYLOAD_INVALID',
  })
  expect(await create(provider).unsafeParse('{}', { 'X-Event': 'ping' })).toMatchObject({
    name: 'ping',
  })
})

test('a body above the limit is too large for receive', async () => {
  const receiver = create(acme(), { limits: { bodyBytes: 20 } })
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    outcome: 'rejected',
    response: { status: 413 },
    error: { code: 'ERR_BODY_TOO_LARGE' },
  })
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
  expect(logger.warn.mock.calls).toEqual([
    ['acme: ERR_PROOF_MISSING the delivery carries no proof'],
  ])
  expect(logger.error.mock.calls).toEqual([
    [expect.stringMatching(/^acme: ERR_HANDLER 1 of 1 handlers of "ping" failed/), failed.error],
  ])
})

test('failures go to the console where nobody else listens, refusals do not', async () => {
  const [error, warn] = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
  error.mockImplementation(() => undefined)
  const fail = () => {
    throw new Error('x')
  }
  const receiver = create(acme(), { logger: undefined })
  receiver.onEvent('ping', fail)
  await receiver.receive({ headers: {}, body: '' })
  expect(error).not.toHaveBeenCalled()
  await receiver.receive(deliver({ type: 'ping' }))
  expect(error).toHaveBeenCalledOnce()
  receiver.onError(() => undefined)
  await receiver.receive(deliver({ type: 'ping' }))
  expect(error).toHaveBeenCalledOnce()
  expect(warn).not.toHaveBeenCalled()
})

test.each([0, -1, Number.NaN])('a limit of %d bytes is a mistake', (bodyBytes) => {
  expect(() => create(acme(), { limits: { bodyBytes } })).toThrow(
    new TypeError('limits.bodyBytes must be a number above zero'),
  )
})

test('two receivers share nothing', async () => {
  const [a, b] = [create(), create(acme({ events: new Map([['ping', numberField('n')]]) }))]
  const handler = vi.fn()
  a.onEvent('ping', handler)
  expect((await b.receive(deliver({ type: 'ping' }))).outcome).toBe('ignored')
  expect(handler).not.toHaveBeenCalled()
})
