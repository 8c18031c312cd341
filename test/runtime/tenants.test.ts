/** Tenants of one receiver: what stores remember of one suppresses nothing of another. */
import { expect, test, vi } from 'vitest'
import type { DeadLetter } from '../../templates/runtime/dead-letter.js'
import type { Head } from '../../templates/runtime/delivery.js'
import { PermanentError } from '../../templates/runtime/handler-errors.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider } from '../../templates/runtime/provider.js'
import type { Consume } from '../../templates/runtime/queue.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, hmacScheme, paid, sign, silent } from './acme.js'

const envelope = { key: 'k'.repeat(32) }
const SECRETS: Readonly<Record<string, string>> = { alice: 'of-alice', eve: 'of-eve' }

const whoOf = ({ url = '' }: Pick<Head, 'url'>) => url.split('/').at(-1) ?? ''

function create(options: ReceiverOptions, provider: Partial<Provider> = {}) {
  const receiver = createReceiverFrom<AcmeEvents>(acme(provider), {
    idempotency: memoryStore(),
    logger: silent,
    envelope,
    ...options,
  })
  const seen: unknown[] = []
  receiver.onEvent('invoice.paid', (_payload, ctx) => {
    seen.push(ctx.tenant)
  })
  return { receiver, seen }
}

function send(who: string, secret = SECRETS[who] ?? '', event: object = paid) {
  const body = JSON.stringify(event)
  return { url: `https://acme.test/${who}`, headers: { 'x-signature': sign(body, secret) }, body }
}

const registered = {
  ...hmacScheme(),
  secrets: [{ name: 'KEY', optional: true, registration: whoOf }],
}
const store = {
  pending: () => false,
  put: () => true,
  get: (_: string, who: string) => SECRETS[who],
}

const ways: [name: string, options: ReceiverOptions, provider: Partial<Provider>][] = [
  ['a tenant', { tenant: whoOf, secret: ({ tenant = '' }) => SECRETS[tenant] }, {}],
  ['a secret by function', { secret: (head) => SECRETS[whoOf(head)] }, {}],
  ['one of the secrets of all', { secret: () => Object.values(SECRETS) }, {}],
  [
    'one of several under one id',
    { secret: () => Object.values(SECRETS).map((value) => ({ id: 'k', value })) },
    {},
  ],
  ['a tenant of a shared secret', { tenant: whoOf, secret: () => 'shared' }, {}],
  ['a registration', { secretStore: store }, { schemes: [registered] }],
]

test.each(ways)('ids are apart by %s', async (_name, options, provider) => {
  const isShared = _name.includes('shared')
  const { receiver } = create(options, provider)
  const outcomes: string[] = []
  for (const who of ['alice', 'eve', 'alice', 'eve']) {
    const { outcome } = await receiver.receive(send(who, isShared ? 'shared' : undefined))
    outcomes.push(outcome)
  }
  expect(outcomes).toEqual(['handled', 'handled', 'duplicate', 'duplicate'])
})

test.each(ways)('an envelope has the same keys, by %s', async (_name, options, provider) => {
  const isShared = _name.includes('shared')
  const { receiver } = create(options, provider)
  for (const who of ['alice', 'eve']) {
    const delivery = send(who, isShared ? 'shared' : undefined)
    const sealed = await receiver.seal(delivery)
    expect((await receiver.receive(delivery)).outcome).toBe('handled')
    expect((await receiver.consume(sealed)).outcome).toBe('duplicate')
  }
})

test('one secret for all is one scope, and so is a tenant whose secret rotates', async () => {
  let secret = 'old'
  const { receiver } = create({ tenant: () => 'alice', secret: () => [secret, 'old'] })
  expect((await receiver.receive(send('a', 'old'))).outcome).toBe('handled')
  secret = 'new'
  expect((await receiver.receive(send('b', 'new'))).outcome).toBe('duplicate')
  const fixed = create({ secret: ['a', 'b'] })
  expect((await fixed.receiver.receive(send('a', 'a'))).outcome).toBe('handled')
  expect((await fixed.receiver.receive(send('b', 'b'))).outcome).toBe('duplicate')
})

test('what is newer for one tenant makes nothing stale for another', async () => {
  const sequence = { position: () => position }
  let position = '2'
  const { receiver } = create(
    { stale: 'skip', secret: (head) => SECRETS[whoOf(head)] },
    { sequence },
  )
  expect((await receiver.receive(send('alice'))).outcome).toBe('handled')
  position = '1'
  expect((await receiver.receive(send('eve'))).outcome).toBe('handled')
  const other = send('alice', undefined, { ...paid, id: 'in_2' })
  expect((await receiver.receive(other)).outcome).toBe('stale')
})

test('a tenant is told to secrets, handlers, logs, hooks, dead letters and their replay', async () => {
  const lines: unknown[] = []
  const letters: DeadLetter[] = []
  const ends: unknown[] = []
  const log = (event: string, { tenant }: { tenant?: string | undefined }) =>
    void lines.push([event, tenant])
  const { receiver, seen } = create({
    tenant: async (head) => whoOf(head),
    secret: ({ tenant = '' }) => SECRETS[tenant],
    logger: { debug: log, warn: log, error: log },
    hooks: { onDelivery: () => ({ onEnd: ({ tenant }) => void ends.push(tenant) }) },
    deadLetters: { put: (letter) => void letters.push(letter) },
  })
  const giveUp = () => Promise.reject(new PermanentError('no'))
  const off = receiver.onEvent('invoice.paid', giveUp)
  await receiver.receive(send('alice'))
  expect(letters).toMatchObject([{ tenant: 'alice' }])
  off()
  await receiver.receive({ envelope: letters[0]?.envelope })
  await receiver.receive(send('eve', 'wrong'))
  expect(seen).toEqual(['alice'])
  // Of whose delivery an unproven one is, nothing is known.
  expect(ends).toEqual(['alice', 'alice', undefined])
  expect(lines).toEqual([
    ['dead_letter.stored', 'alice'],
    ['delivery.failed', 'alice'],
    ['delivery.done', 'alice'],
    ['delivery.rejected', undefined],
  ])
})

test('every event of a batch has the tenant, behind a queue too', async () => {
  let consume: Consume | undefined
  const envelopes: string[] = []
  const queue = {
    enqueue: (text: string) => void envelopes.push(text),
    work: (given: Consume) => {
      consume = given
    },
    close: vi.fn(),
  }
  const { receiver, seen } = create(
    { ack: 'enqueue', queue, tenant: whoOf, secret: ({ tenant = '' }) => SECRETS[tenant] },
    {
      batch: (d) => (d.json() as unknown[]).map((value) => ({ value, source: () => '' })),
      eventName: () => 'invoice.paid',
      eventId: (d) => Reflect.get(Object(d.item?.value), 'id'),
      payload: (d) => d.item?.value,
    },
  )
  await receiver.work()
  await receiver.receive(send('alice', undefined, [paid, { ...paid, id: 'in_2' }]))
  await consume?.(envelopes[0] ?? '')
  expect(seen).toEqual(['alice', 'alice'])
})

test.each([
  ['throws', () => Promise.reject(new Error('away'))],
  ['answers nothing that is a name', () => ''],
  ['answers no text', () => 7 as unknown as string],
])('a tenant function that %s is a 503', async (_name, tenant) => {
  const { receiver } = create({ tenant, secret: 'of-alice' })
  expect(await receiver.receive(send('alice'))).toMatchObject({
    response: { status: 503 },
    error: { code: 'ERR_SECRET_UNAVAILABLE' },
  })
})

test('a tenant that is no function is found when the receiver is created', () => {
  const tenant = 'alice' as unknown as () => string
  expect(() => create({ tenant, secret: 'x' })).toThrow(TypeError)
})
