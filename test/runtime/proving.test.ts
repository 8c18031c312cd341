/** `verify`, `unwrap` and `seal` refuse what `receive` refuses, for the same reason. */
import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../templates/runtime/delivery.js'
import type { DeliveryInput } from '../../templates/runtime/delivery-input.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, deliver, handshake, paid, SECRET, sign, silent } from './acme.js'

const KEY = 'k'.repeat(32)
const store = { pending: () => false, get: () => undefined, put: () => false, ended: () => true }
const header = (name: string) => (delivery: Delivery) => delivery.headers.get(name)
const hello = { 'x-hello': '1' }
const forged = { headers: { 'x-signature': 'ab' }, body: '{}' }

interface Case {
  readonly input: DeliveryInput
  readonly code: string
  readonly provider?: Partial<Provider>
  readonly options?: Partial<ReceiverOptions>
  /** `verify` looks at the proof alone, whatever the request is else. */
  readonly verified?: true
}

const big = { ...paid, note: 'x'.repeat(100) }
const refused: Readonly<Record<string, Case>> = {
  'too many header lines': {
    input: deliver(paid, { a: '1', b: '2' }),
    code: 'ERR_HEADERS_TOO_MANY',
    options: { limits: { headers: 2 } },
  },
  'a large body': {
    input: deliver(big),
    code: 'ERR_BODY_TOO_LARGE',
    options: { limits: { bodyBytes: 64 } },
  },
  'another method': {
    input: { ...deliver(paid), method: 'PUT' },
    code: 'ERR_METHOD',
    verified: true,
  },
  'another content type': {
    input: deliver(paid, { 'content-type': 'text/plain' }),
    code: 'ERR_CONTENT_TYPE',
    verified: true,
  },
  'no proof': { input: { headers: {}, body: '{}' }, code: 'ERR_PROOF_MISSING' },
  'a wrong proof': { input: forged, code: 'ERR_PROOF_INVALID' },
  'another account': {
    input: deliver(paid, { 'x-account': 'b' }),
    code: 'ERR_ACCOUNT',
    provider: { eventAccount: header('x-account') },
    options: { account: 'a' },
  },
  'an event of a batch for another account': {
    input: deliver([paid]),
    code: 'ERR_ACCOUNT',
    provider: {
      batch: (delivery) => [{ value: delivery.json(), source: () => '' }],
      eventAccount: () => 'b',
      eventName: () => 'ping',
    },
    options: { account: 'a' },
  },
  'an ended subscription': {
    input: deliver(paid),
    code: 'ERR_SUBSCRIPTION_ENDED',
    provider: { subscription: () => 'sub_1' },
    options: { secretStore: store },
  },
  'a signed handshake by a method without events': {
    input: { ...deliver(paid), method: 'GET' },
    code: 'ERR_METHOD',
    provider: { handshakes: [handshake({ method: 'GET', verify: 'auth' })] },
    verified: true,
  },
}

function create({ provider, options }: Case) {
  return createReceiverFrom(acme(provider), {
    secret: SECRET,
    logger: silent,
    envelope: { key: KEY },
    ...options,
  })
}

describe.each(Object.entries(refused))('%s', (_name, one) => {
  test('is refused by receive', async () => {
    expect((await create(one).receive(one.input)).error?.code).toBe(one.code)
  })
  test.each(['unwrap', 'seal'] as const)('is refused by %s', async (member) => {
    await expect(create(one)[member](one.input)).rejects.toMatchObject({ code: one.code })
  })
  test(`is ${one.verified === true ? 'no matter for' : 'refused by'} verify`, async () => {
    const verdict = create(one).verify(one.input)
    if (one.verified === true) await expect(verdict).resolves.toHaveProperty('coverage')
    else await expect(verdict).rejects.toMatchObject({ code: one.code })
  })
})

describe.each([
  ['before the body', handshake({ stage: 'head' })],
  ['with a body', handshake({})],
  ['signed', handshake({ verify: 'auth' })],
])('a handshake %s', (_name, one) => {
  const open = () => create({ input: forged, code: '', provider: { handshakes: [one] } })
  test('is answered by receive', async () => {
    expect((await open().receive(deliver(paid, hello))).outcome).toBe('handshake')
  })
  test.each(['verify', 'unwrap', 'seal'] as const)('is refused by %s', async (member) => {
    await expect(open()[member](deliver(paid, hello))).rejects.toMatchObject({
      code: 'ERR_HANDSHAKE',
    })
  })
})

describe('words that a stranger had signed by an unsigned handshake', () => {
  const challenge = handshake({
    method: 'GET',
    stage: 'head',
    signs: true,
    match: () => true,
    respond: (delivery) => {
      const words = new URL(delivery.url ?? '').searchParams.get('c') ?? ''
      return { status: 200, headers: {}, body: sign(words) }
    },
  })
  const provider = acme({ handshakes: [challenge] })
  const receiver = createReceiverFrom(provider, { secret: SECRET, logger: silent })

  test.each(['not json', '123', '{"a":1}'])('are no delivery: %s', async (words) => {
    const url = `https://acme.test/?c=${encodeURIComponent(words)}`
    const { response } = await receiver.receive({ method: 'GET', url, headers: {}, body: null })
    const replayed = { headers: { 'x-signature': response.body }, body: words }
    await expect(receiver.verify(replayed)).rejects.toThrow()
    await expect(receiver.unwrap(replayed)).rejects.toThrow()
  })

  test('and what was really sent still is', async () => {
    await expect(receiver.verify(deliver(paid))).resolves.toMatchObject({ secretId: 'KEY' })
  })
})

test('verify looks at no payload where nobody can have words signed', async () => {
  const receiver = createReceiverFrom(acme(), { secret: SECRET, logger: silent })
  await expect(receiver.verify(deliver('not json'))).resolves.toMatchObject({ secretId: 'KEY' })
  await expect(receiver.unwrap(deliver('not json'))).rejects.toMatchObject({
    code: 'ERR_PAYLOAD_MALFORMED',
  })
})
