/** Proofs of the connection against real TLS: what the socket says counts, and no header does. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { encodeBase64 } from '../../templates/runtime/bytes.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import {
  authority,
  derOf,
  type Identity,
  impostor,
  intermediate,
  other,
  removed,
  sender,
  stranger,
} from './certificates.js'
import { closeAll, generateAll, post, serve } from './sdks.js'

let made: Awaited<ReturnType<typeof generateAll>>

beforeAll(async () => {
  made = await generateAll()
})

afterEach(closeAll)

const as = ({ key, cert }: Identity) => ({ key, cert })
const AUTHORITY: ReceiverOptions = { secrets: { AUTHORITY: authority.cert } }
const spoofed = {
  'client-cert': `:${encodeBase64(derOf(sender))}:`,
  'x-client-cert': encodeURIComponent(sender.cert),
  'x-forwarded-client-cert': `Cert="${encodeURIComponent(sender.cert)}"`,
  'x-forwarded-for': '127.0.0.1',
  'x-forwarded-proto': 'https',
}

const direct: [
  name: string,
  sdk: string,
  options: ReceiverOptions,
  who: Identity | undefined,
  want: number,
][] = [
  ['the pinned certificate', 'pinned', {}, sender, 200],
  ['another certificate of the same authority', 'pinned', {}, other, 401],
  ['no certificate', 'pinned', {}, undefined, 401],
  ['a certificate of the authority', 'issued', AUTHORITY, sender, 200],
  ['wrong CA', 'issued', AUTHORITY, stranger, 401],
  [
    'the wrong CA, of the same name, is trusted instead',
    'issued',
    { secrets: { AUTHORITY: impostor.cert } },
    sender,
    401,
  ],
  ['a name that the TLS layer verified', 'named', {}, sender, 200],
  ['a name that it did not', 'named', {}, stranger, 401],
  ['an address of the list', 'listed', {}, undefined, 200],
]

test.each(direct)('TLS: %s', async (_name, sdk, options, who, want) => {
  const port = await serve(await made.create(sdk, options), true)
  expect(await post(port, who && as(who))).toBe(want)
})

test('TLS: the intermediate that the client sends along leads to the authority', async () => {
  const port = await serve(await made.create('issued', AUTHORITY), true)
  expect(await post(port, { key: removed.key, cert: removed.cert + intermediate.cert })).toBe(200)
  expect(await post(port, as(removed))).toBe(401)
  const wrong = await serve(
    await made.create('issued', { secrets: { AUTHORITY: impostor.cert } }),
    true,
  )
  expect(await post(wrong, { key: removed.key, cert: removed.cert + intermediate.cert })).toBe(401)
})

test.each(['pinned', 'issued', 'named'])(
  'mistake 32: headers of the sender are no certificate: %s',
  async (sdk) => {
    const port = await serve(await made.create(sdk, sdk === 'issued' ? AUTHORITY : {}), true)
    expect(await post(port, { headers: spoofed })).toBe(401)
    expect(await post(port, { headers: spoofed, ...as(stranger) })).toBe(401)
  },
)

const signature = createHmac('sha256', 'k').update('{}').digest('hex')
const signed = { 'content-type': 'application/json', 'x-signature': signature }

test('https is required of each scheme, and a header does not stand in for it', async () => {
  const receiver = await made.create('encrypted', { auth: { hmac: { KEY: 'k' } } })
  const plain = await serve(receiver, false)
  const send = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${plain}/`, { method: 'POST', headers, body: '{}' })
  expect((await send(signed)).status).toBe(401)
  expect((await send({ ...signed, ...spoofed })).status).toBe(401)
  expect(await post(await serve(receiver, true), { headers: signed })).toBe(200)
  expect(await post(await serve(receiver, true))).toBe(401)
})

test('a Fetch-API platform has to be told what it knows of the connection', async () => {
  const auth = { hmac: { KEY: 'k' } }
  const request = () =>
    new Request('https://acme.test/', { method: 'POST', headers: signed, body: '{}' })
  const silent = await made.create('encrypted', { auth })
  expect((await silent.fetch(request())).status).toBe(500)
  const receipt = await silent.receive({ headers: signed, body: '{}' })
  expect(receipt).toMatchObject({
    error: {
      code: 'ERR_TRANSPORT_UNKNOWN',
      message:
        'the proof needs the connection, and nothing here tells it: create the receiver with { transport: (request) => ({ encrypted, remoteAddress, … }) }, or put "transport" into the delivery',
    },
  })
  const told = await made.create('encrypted', {
    auth,
    transport: (given, env) => ({ encrypted: given instanceof Request && env === 'tls' }),
  })
  expect((await told.fetch(request(), 'tls')).status).toBe(200)
  expect((await told.fetch(request(), 'plain')).status).toBe(401)
  const failing = await made.create('encrypted', {
    auth,
    transport: () => {
      throw new Error('no such request')
    },
  })
  expect((await failing.fetch(request())).status).toBe(500)
})

test('a delivery can say what its connection was', async () => {
  const receiver = await made.create('encrypted', { auth: { hmac: { KEY: 'k' } } })
  const delivery = { headers: signed, body: '{}' }
  const verified = receiver.verify({ ...delivery, transport: { encrypted: true } })
  await expect(verified).resolves.toMatchObject({ secretId: 'KEY' })
  await expect(
    receiver.verify({ ...delivery, transport: { encrypted: false } }),
  ).rejects.toMatchObject({
    code: 'ERR_PROOF_INVALID',
    message: 'the delivery did not come over https',
  })
})

test('what proxies are trusted is judged when the receiver is created', async () => {
  await expect(made.create('forwarded', {})).rejects.toThrow(TypeError)
  const trustedProxies = { cidrs: ['10.0.0.0/33'], forwarded: 'x-forwarded-for' }
  await expect(made.create('forwarded', { trustedProxies })).rejects.toThrow(
    new TypeError('"10.0.0.0/33" has no such prefix length'),
  )
})

test('a token in the path', async () => {
  const receiver = await made.create('segment', { secret: 'tok' })
  const statusOf = async (path: string) => {
    const headers = { 'content-type': 'application/json' }
    const request = new Request(`https://acme.test${path}`, { method: 'POST', headers, body: '{}' })
    return (await receiver.fetch(request)).status
  }
  expect(await statusOf('/hooks/tok')).toBe(200)
  expect(await statusOf('/hooks/tok/more?x=1')).toBe(200)
  expect(await statusOf('/tok')).toBe(401)
  expect(await statusOf('/hooks/other/tok')).toBe(401)
  expect(await statusOf('/hooks/tok%20')).toBe(401)
})
