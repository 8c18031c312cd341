/** Deliveries in every form: bytes stay bytes, copies are taken, parsed bodies are refused. */
import { expect, test, vi } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import type { DeliveryInput } from '../../templates/runtime/delivery-input.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import {
  type AcmeEvents,
  type AcmeGroups,
  acme,
  deliver,
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

test('a body above the limit is too large for receive', async () => {
  const receiver = create(acme(), { limits: { bodyBytes: 20 } })
  expect(await receiver.receive(deliver(paid))).toMatchObject({
    outcome: 'rejected',
    response: { status: 413 },
    error: { code: 'ERR_BODY_TOO_LARGE' },
  })
})

test.each<[string, unknown, string]>([
  ['no headers', { body: '' }, 'headers must be'],
  ['headers that are null', { headers: null, body: '' }, 'headers must be'],
  ['a header that is a number', { headers: { 'content-length': 2 }, body: '' }, 'must be text'],
  ['a method that is a number', { method: 1, headers: {}, body: '' }, 'method'],
  ['a url that is an object', { url: new URL('https://a.test'), headers: {}, body: '' }, 'url'],
  ['nothing at all', undefined, 'a delivery is an object'],
])('%s: receive and unwrap say what is wrong', async (_name, input, message) => {
  const receiver = createReceiverFrom(acme(), { secret: SECRET, logger: silent })
  const error = { code: 'ERR_DELIVERY', message: expect.stringContaining(message) }
  // Sound: the point is to hand over what the type forbids.
  const receipt = await receiver.receive(input as DeliveryInput)
  expect(receipt).toMatchObject({ outcome: 'failed', response: { status: 500 }, error })
  if (input !== undefined) {
    await expect(receiver.unwrap(input as DeliveryInput)).rejects.toMatchObject(error)
  }
})
