/** What is stored of a delivery: nothing that a proof reads, and no bytes that none covers. */
import { expect, test, vi } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import type { DeadLetter } from '../../templates/runtime/dead-letter.js'
import type { Delivery } from '../../templates/runtime/delivery.js'
import { PermanentError } from '../../templates/runtime/handler-errors.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider, Scheme } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, hmacScheme, paid, SECRET, sign, silent } from './acme.js'

const envelope = { key: 'k'.repeat(32) }

function create(options: ReceiverOptions = {}, provider: Partial<Provider> = {}) {
  return createReceiverFrom<AcmeEvents>(acme(provider), {
    secret: SECRET,
    logger: silent,
    envelope,
    idempotency: memoryStore(),
    ...options,
  })
}

/** What whoever reads the queue sees. */
function readable(sealed = ''): string {
  const [, meta = '', body = ''] = sealed.split('.')
  return [meta, body].map((part) => Buffer.from(part, 'base64url').toString()).join('\n')
}

const query = (url: string | undefined, name: string) =>
  new URL(url ?? 'https://none.test').searchParams.get(name) ?? undefined

/** Reads everything from what envelopes leave out. */
const LEFT_OUT: Partial<Provider> = {
  credentials: {
    headers: ['x-signature', 'x-id', 'x-account', 'x-n'],
    url: false,
    query: ['type'],
    form: ['token'],
  },
  eventName: ({ url }) => query(url, 'type'),
  eventId: ({ headers }) => headers.get('x-id'),
  eventAccount: ({ headers }) => headers.get('x-account'),
  sequence: { position: ({ headers }) => headers.get('x-n'), key: ({ url }) => query(url, 'type') },
  payload: (d) => Object.fromEntries(d.form()),
}

function form(id: string, account: string, position: string) {
  const body = 'a=1&token=t0ken'
  const headers = { 'x-id': id, 'x-account': account, 'x-n': position, 'x-trace': 'tr' }
  const url = 'https://acme.test/in?type=ping&k=1'
  return { url, headers: { 'x-signature': sign(body), ...headers }, body }
}

const schemes: readonly [name: string, coverage: Scheme['coverage']][] = [
  ['a proven id', { body: true, timestamp: false, type: true, id: true }],
  ['bytes', { body: true, timestamp: false, type: false, id: false }],
]
test.each(schemes)(
  'an envelope holds no proof, and its event is known by %s',
  async (_, coverage) => {
    const provider = { ...LEFT_OUT, schemes: [{ ...hmacScheme(), coverage }] }
    const receiver = create({ stale: 'skip' }, provider)
    const seen: unknown[] = []
    receiver.onEvent('ping', (payload, { id, raw, headers }) => {
      seen.push([payload, id, Buffer.from(raw).toString(), [...headers].map(([name]) => name)])
    })
    const [one, two] = [form('1', 'a', '5'), form('1', 'b', '4')]
    const [first, second] = [await receiver.seal(one), await receiver.seal(two)]
    expect(readable(first)).not.toContain('t0ken')
    expect(readable(first)).not.toContain(one.headers['x-signature'])
    expect(readable(first)).not.toContain('type=ping')
    expect(readable(first)).toContain('https://acme.test/in?k=1')
    expect((await receiver.consume(first)).outcome).toBe('handled')
    expect((await receiver.receive(one)).outcome).toBe('duplicate')
    // Of another account, whose order is its own.
    expect((await receiver.consume(second)).outcome).toBe('handled')
    expect((await receiver.receive(form('2', 'b', '3'))).outcome).toBe('stale')
    expect(seen).toEqual(Array(2).fill([{ a: '1' }, '1', 'a=1', ['x-trace']]))
    expect(await receiver.open(first)).toEqual({ name: 'ping', id: '1', payload: { a: '1' } })
  },
)

test('a dead letter holds no proof, and its replay is the same event', async () => {
  const letters: DeadLetter[] = []
  const receiver = create({ deadLetters: { put: (one) => void letters.push(one) } }, LEFT_OUT)
  const handler = vi.fn().mockRejectedValueOnce(new PermanentError('no'))
  receiver.onEvent('ping', handler)
  await receiver.receive(form('1', 'a', '5'))
  const [letter] = letters
  expect(Buffer.from(letter?.raw ?? []).toString()).toBe('a=1')
  expect(readable(letter?.envelope)).not.toMatch(/t0ken|x-signature/)
  expect((await receiver.receive({ envelope: letter?.envelope })).outcome).toBe('handled')
  expect(handler.mock.calls.map(([, ctx]) => ctx.id)).toEqual(['1', '1'])
})

test('of a batch each event is what it was', async () => {
  const receiver = create(
    {},
    {
      credentials: { headers: ['x-ids'], url: false },
      batch: (d) => (d.json() as unknown[]).map((value) => ({ value, source: () => '' })),
      eventName: () => 'ping',
      eventId: (d) => d.headers.get('x-ids')?.split(',')[Number(d.item?.value)],
      payload: (d) => d.item?.value,
    },
  )
  const ids: unknown[] = []
  receiver.onEvent('ping', (_payload, { id }) => void ids.push(id))
  await receiver.consume(await receiver.seal(deliver([0, 1], { 'x-ids': 'a,b' })))
  expect(ids).toEqual(['a', 'b'])
})

test('a dead letter of a form whose body no proof covers is the text of its event', async () => {
  const letters: DeadLetter[] = []
  const coverage = { body: false, timestamp: false, type: true, id: true }
  const event = (given: Delivery) => given.form().get('payload') ?? undefined
  const receiver = create(
    { deadLetters: { put: (one) => void letters.push(one) } },
    {
      schemes: [{ ...hmacScheme(), coverage }],
      credentials: { headers: ['x-signature'], url: false, form: ['token'] },
      carrier: event,
      eventName: () => 'ping',
      eventId: () => '1',
      payload: (d) => JSON.parse(event(d) ?? 'null'),
    },
  )
  receiver.onEvent('ping', () => {
    throw new PermanentError('no')
  })
  const { outcome } = await receiver.receive(deliver('payload={"a":1}&token=t0ken&other=1'))
  expect(outcome).toBe('given-up')
  expect(Buffer.from(letters[0]?.raw ?? []).toString()).toBe('{"a":1}')
})

/** A scheme whose token holds the event. */
const claims = utf8(JSON.stringify({ ...paid, iat: 1 }))
const token: Scheme = {
  ...hmacScheme(),
  coverage: { body: false, timestamp: true, type: true, id: false },
  proof: {
    present: () => true,
    prepare: () => undefined,
    verify: () => ({ accepted: true, secretId: 'KEY', claims, event: claims }),
  },
}

test('where a token holds the event, the body that came with it is nowhere', async () => {
  const letters: DeadLetter[] = []
  const deadLetters = { put: (one: DeadLetter) => void letters.push(one) }
  const receiver = create({ deadLetters }, { schemes: [token] })
  const raws: string[] = []
  receiver.onEvent('invoice.paid', (_payload, { raw }) => {
    raws.push(Buffer.from(raw).toString())
    throw new PermanentError('no')
  })
  const forged = (amount: number) => ({ headers: {}, body: JSON.stringify({ ...paid, amount }) })
  expect((await receiver.receive(forged(1))).outcome).toBe('given-up')
  expect((await receiver.receive(forged(2))).outcome).toBe('duplicate')
  const covered = Buffer.from(claims).toString()
  expect(raws).toEqual([covered])
  expect(Buffer.from(letters[0]?.raw ?? []).toString()).toBe(covered)
  expect(readable(letters[0]?.envelope)).not.toContain('"amount":1')
  expect(await receiver.open(letters[0]?.envelope ?? '')).toMatchObject({ payload: paid })
})

test('what a token holds is no form, whatever the body that came with it was', async () => {
  const letters: DeadLetter[] = []
  const deadLetters = { put: (one: DeadLetter) => void letters.push(one) }
  const text = JSON.stringify({ ...paid, link: 'https://a.test/?b=1&token=2' })
  const held = utf8(text)
  const verify = () => ({ accepted: true, secretId: 'KEY', claims: held, event: held }) as const
  const receiver = create(
    { deadLetters },
    {
      schemes: [{ ...token, proof: { ...token.proof, verify } }],
      contentTypes: [''],
      credentials: { headers: [], url: false, form: ['token'] },
    },
  )
  const handler = vi.fn().mockRejectedValueOnce(new PermanentError('no'))
  receiver.onEvent('invoice.paid', handler)
  await receiver.consume(await receiver.seal({ headers: {}, body: 'token=t0ken' }))
  expect(Buffer.from(letters[0]?.raw ?? []).toString()).toBe(text)
  expect((await receiver.receive({ envelope: letters[0]?.envelope })).outcome).toBe('handled')
})

const uncovered = { body: false, timestamp: false, type: true, id: false }
test.each([
  [uncovered, '{"type":"ping"}', 'duplicate'],
  [{ ...uncovered, body: true }, 'other', 'handled'],
])('an event that a header holds is known by it, unless the body is proven', async (...row) => {
  const [coverage, raw, again] = row
  const scheme: Scheme = {
    ...token,
    coverage,
    proof: { ...token.proof, verify: () => ({ accepted: true, secretId: undefined }) },
  }
  const receiver = create(
    {},
    {
      schemes: [scheme],
      carrier: ({ headers }) => headers.get('x-event'),
      eventName: () => 'ping',
      eventId: () => undefined,
      payload: ({ headers }) => JSON.parse(headers.get('x-event') ?? ''),
    },
  )
  const raws: string[] = []
  receiver.onEvent('ping', (_payload, ctx) => void raws.push(Buffer.from(ctx.raw).toString()))
  const send = (body: string) =>
    receiver.receive({ headers: { 'x-event': '{"type":"ping"}' }, body })
  expect((await send('one')).outcome).toBe('handled')
  expect((await send('other')).outcome).toBe(again)
  expect(raws.at(-1)).toBe(raw)
})
