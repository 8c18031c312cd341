/** Handshakes: answered at their stage, with what they may know, and never dispatched. */
import { expect, test, vi } from 'vitest'
import type { Delivery } from '../../templates/runtime/delivery.js'
import { SecretUnavailable } from '../../templates/runtime/errors.js'
import type { Handshake } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, deliver, handshake, hmacProof, paid, SECRET, sign } from './acme.js'

const unsignedHello = { headers: { 'x-hello': '1' }, body: '{}' }
const isHello = (delivery: Delivery) => JSON.stringify(delivery.json()).includes('hello')

function create(...handshakes: readonly Handshake[]) {
  const receiver = createReceiverFrom<Record<string, unknown>>(acme({ handshakes }), {
    secret: SECRET,
    logger: { warn: () => undefined, error: () => undefined },
  })
  const handler = vi.fn()
  receiver.onAny(handler)
  receiver.onUnknown(handler)
  return { ...receiver, handler }
}

const answered: [name: string, given: Handshake, delivery: Parameters<typeof deliver>[0]][] = [
  ['unsigned, by its head', handshake({ stage: 'head' }), undefined],
  ['unsigned, by its body', handshake({ stage: 'body' }), undefined],
  ['signed', handshake({ verify: 'auth' }), paid],
  ['signed, by its head', handshake({ stage: 'head', verify: 'auth' }), paid],
]
test.each(answered)(
  'a handshake that is %s is answered, not dispatched',
  async (_name, given, body) => {
    const { receive, handler } = create(given)
    const delivery = body === undefined ? unsignedHello : deliver(body, { 'x-hello': '1' })
    expect(await receive(delivery)).toEqual({
      outcome: 'handshake',
      handshake: 'hello',
      response: { status: 200, headers: { 'x-hello': 'yes' }, body: 'hi' },
    })
    expect(handler).not.toHaveBeenCalled()
  },
)

test('mistake 6: an unsigned handshake hands no event over, though it says "dispatch"', async () => {
  for (const stage of ['head', 'body'] as const) {
    const { receive, handler } = create(handshake({ stage, dispatch: true }))
    const forged = { headers: { 'x-hello': '1' }, body: JSON.stringify(paid) }
    expect((await receive(forged)).outcome).toBe('handshake')
    expect(handler).not.toHaveBeenCalled()
  }
})

test('a signed handshake is not answered to the unsigned', async () => {
  const respond = vi.fn()
  const { receive } = create(handshake({ verify: 'auth', respond }))
  expect(await receive(unsignedHello)).toMatchObject({ response: { status: 401 } })
  expect(
    await receive({ ...unsignedHello, headers: { 'x-hello': '1', 'x-signature': 'ab' } }),
  ).toMatchObject({
    response: { status: 401 },
  })
  expect(respond).not.toHaveBeenCalled()
})

test('a delivery that is no handshake goes its way', async () => {
  const { receive, handler } = create(handshake({ match: isHello }), handshake({ stage: 'head' }))
  expect((await receive(deliver(paid))).outcome).toBe('handled')
  expect(handler).toHaveBeenCalledOnce()
})

test('an unsigned delivery that is no handshake either is refused', async () => {
  const { receive, handler } = create(handshake({ match: isHello }))
  const receipt = await receive({ headers: {}, body: JSON.stringify(paid) })
  expect(receipt).toMatchObject({ response: { status: 401 }, error: { code: 'ERR_PROOF_MISSING' } })
  expect(handler).not.toHaveBeenCalled()
})

test('an unreadable body is no handshake, and no more than unsigned', async () => {
  const { receive } = create(handshake({ match: isHello }))
  expect(await receive({ headers: {}, body: 'hello' })).toMatchObject({ response: { status: 401 } })
})

const failing: [name: string, overrides: Partial<Handshake>, message: string][] = [
  [
    'does not pass its guard',
    { guard: () => false },
    'the handshake hello does not pass its guard',
  ],
  [
    'lacks a value',
    { respond: () => undefined },
    'the handshake hello lacks a value to answer with',
  ],
]
test.each(failing)('a handshake that %s is a 400', async (_name, overrides, message) => {
  const { receive } = create(handshake({ stage: 'head', ...overrides }))
  expect(await receive(unsignedHello)).toMatchObject({
    outcome: 'rejected',
    response: { status: 400 },
    error: { code: 'ERR_HANDSHAKE', message },
  })
})

test('a guard that holds lets it through', async () => {
  const { receive } = create(handshake({ stage: 'head', guard: () => true }))
  expect((await receive(unsignedHello)).outcome).toBe('handshake')
})

test.each(['head', 'body'] as const)('a %s handshake may sign its answer', async (stage) => {
  const respond: Handshake['respond'] = (_delivery, { secrets, now }) => ({
    status: 200,
    headers: {},
    body: `${secrets.get('KEY')[0]?.value} ${typeof now}`,
  })
  const { receive } = create(handshake({ stage, respond }))
  expect((await receive(unsignedHello)).response.body).toBe(`${SECRET} number`)
})

test('a handshake has its method, and Allow lists all methods', async () => {
  const { receive } = create(handshake({ method: 'GET', stage: 'head' }))
  expect((await receive({ ...unsignedHello, method: 'get' })).outcome).toBe('handshake')
  expect(await receive(unsignedHello)).toMatchObject({ response: { status: 401 } })
  for (const method of ['GET', 'PUT']) {
    expect(await receive({ method, headers: {}, body: null })).toMatchObject({
      response: { status: 405, headers: { allow: 'POST, GET' } },
    })
  }
})

test('a signed handshake with a method of its own brings no events', async () => {
  const { receive, handler } = create(handshake({ method: 'PUT', verify: 'auth' }))
  const signed = (headers: Record<string, string>) => ({ ...deliver(paid, headers), method: 'PUT' })
  expect((await receive(signed({ 'x-hello': '1' }))).outcome).toBe('handshake')
  expect(await receive(signed({}))).toMatchObject({ response: { status: 405 } })
  expect(handler).not.toHaveBeenCalled()
})

test('the secret store being down fails a handshake that matches, and only that', async () => {
  const receiver = createReceiverFrom(acme({ handshakes: [handshake({ stage: 'head' })] }), {
    secret: () => Promise.reject(new Error('down')),
    logger: { warn: () => undefined, error: () => undefined },
  })
  expect((await receiver.receive(unsignedHello)).response.status).toBe(503)
  expect((await receiver.receive({ headers: {}, body: '' })).response.status).toBe(401)
})

test('a signed handshake may be an event as well, and answers once that is done', async () => {
  const { receive, handler } = create(handshake({ verify: 'auth', dispatch: true }))
  const delivery = deliver(paid, { 'x-hello': '1' })
  expect(await receive(delivery)).toMatchObject({
    outcome: 'handled',
    response: { status: 200, body: 'hi' },
  })
  expect(handler).toHaveBeenCalledOnce()
  handler.mockImplementation(() => {
    throw new Error('no')
  })
  expect(await receive(delivery)).toMatchObject({ outcome: 'failed', response: { status: 500 } })
})

const otherwise = { status: 404, headers: {}, body: 'gone' }
test('what is refused gets the answer that the provider wants, and is reported', async () => {
  const { receive, onError } = create(handshake({ stage: 'head', guard: () => false, otherwise }))
  const errors: string[] = []
  onError((error) => void errors.push(error.code))
  expect(await receive(unsignedHello)).toMatchObject({ outcome: 'rejected', response: otherwise })
  expect(errors).toEqual(['ERR_HANDSHAKE'])
})

test('what fails is no refusal', async () => {
  const steps = [() => Promise.reject(new SecretUnavailable('down'))]
  const { receive } = create(handshake({ stage: 'head', steps, otherwise }))
  expect(await receive(unsignedHello)).toMatchObject({ response: { status: 503 } })
})

test('a proof of its own has to hold', async () => {
  const own = hmacProof('KEY', 'x-own')
  const { receive } = create(handshake({ verify: own }))
  const body = '{}'
  const headers = (signature: string) => ({ 'x-hello': '1', 'x-own': signature })
  expect((await receive({ headers: headers(sign(body)), body })).outcome).toBe('handshake')
  expect(await receive({ headers: headers(sign('x')), body })).toMatchObject({
    response: { status: 401 },
  })
})

test('the proof of a handshake is prepared when the receiver is created', () => {
  const prepare = vi.fn(() => {
    throw new TypeError('the key of the handshake is none')
  })
  const proof = { ...hmacProof(), prepare }
  expect(() => create(handshake({ verify: proof }))).toThrow('the key of the handshake is none')
  expect(prepare).toHaveBeenCalledOnce()
})
