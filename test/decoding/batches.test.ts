/** Batches through generated SDKs: each element an event, and one answer for all of them. */
import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../support/sdk.js'

const auth = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'SECRET' },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
}

const events = {
  plain: { batch: '/events', id: '{item:/id}', account: '{item:/account}', payload: '/data' },
  carried: { batch: '/list', payload: { from: '{form:events}' } },
  records: { batch: '/Records', payload: { from: '{item:/body}', pointer: '/data' } },
} as const

type Name = keyof typeof events

const sdks = new Map<string, LoadedSdk>()

beforeAll(async () => {
  const input = Object.entries(events).flatMap(([name, read]) => [
    [`${name}/webhooks.json`, { auth, events: read }],
    [`${name}/events/a.json`, true],
    [`${name}/events/b.json`, { type: 'object' }],
  ])
  const { out } = await generateOrThrow(Object.fromEntries(input))
  for (const name of Object.keys(events)) sdks.set(name, await loadSdk(out, name))
})

function create(name: Name, options: ReceiverOptions = {}) {
  const receiver = sdks.get(name)?.createReceiver({ secrets: { SECRET: 'key' }, ...options })
  if (receiver === undefined) throw new Error(`no SDK ${name}`)
  const got: unknown[] = []
  receiver.onAny((event) => got.push([event.name, event.id, event.payload]))
  return { receiver, got }
}

const signed = (body: string, type = 'application/json') => {
  const mac = createHmac('sha256', 'key').update(body).digest('hex')
  return { method: 'POST', body, headers: { 'x-signature': mac, 'content-type': type } }
}

const element = (type: string, id: string, data: unknown) => ({ type, id, data, account: 'ours' })

describe('a batch in the body', () => {
  const body = (...list: readonly unknown[]) => JSON.stringify({ events: list })
  const two = body(element('a', '1', 7), element('b', '2', {}))

  test('is handled in its order', async () => {
    const { receiver, got } = create('plain')
    const { response, outcome } = await receiver.receive(signed(two))
    expect([response.status, outcome]).toEqual([200, 'handled'])
    expect(got).toEqual([
      ['a', '1', 7],
      ['b', '2', {}],
    ])
  })

  test('unwraps as a list', async () => {
    const { receiver } = create('plain')
    expect(await receiver.unwrap(signed(two))).toEqual([
      { name: 'a', id: '1', payload: 7 },
      { name: 'b', id: '2', payload: {} },
    ])
  })

  test('may be empty', async () => {
    const { receiver, got } = create('plain')
    const { response } = await receiver.receive(signed(body()))
    expect(response.status).toBe(200)
    expect(got).toEqual([])
  })

  test('with an event that breaks its schema is answered as that event is', async () => {
    const { receiver, got } = create('plain')
    const list = body(element('b', '1', 7), element('a', '2', 8))
    const { response } = await receiver.receive(signed(list))
    expect(response.status).toBe(422)
    expect(got).toEqual([['a', '2', 8]])
  })

  test('with an event that is meant for somebody else is refused', async () => {
    const { receiver, got } = create('plain', { account: 'ours' })
    const other = { ...element('a', '2', 8), account: 'theirs' }
    expect((await receiver.receive(signed(two))).response.status).toBe(200)
    const before = got.length
    const { response } = await receiver.receive(signed(body(element('a', '1', 7), other)))
    expect(response.status).toBe(401)
    expect(got).toHaveLength(before)
  })

  test.each([
    ['no array', '{"events":{}}'],
    ['no batch at all', '{}'],
    ['10,001 events', body(...Array.from({ length: 10_001 }, () => 0))],
    ['a million elements', `{"events":[${'0,'.repeat(5e5 - 20)}0]}`],
  ])('with %s is a 400', async (_name, text) => {
    const { receiver, got } = create('plain', { logger: { warn: () => {}, error: () => {} } })
    const { response } = await receiver.receive(signed(text))
    expect(response.status).toBe(400)
    expect(got).toEqual([])
  })
})

test('a batch that a field carries', async () => {
  const { receiver, got } = create('carried')
  const text = JSON.stringify({ list: [{ type: 'a', n: 1 }, { type: 'b' }] })
  const form = new URLSearchParams({ events: text }).toString()
  await receiver.receive(signed(form, 'application/x-www-form-urlencoded'))
  expect(got).toEqual([
    ['a', undefined, { type: 'a', n: 1 }],
    ['b', undefined, { type: 'b' }],
  ])
})

test('elements that carry their events as text', async () => {
  const { receiver, got } = create('records')
  const records = ['{"type":"a","data":1}', '{"type":"b","data":{}}'].map((body) => ({ body }))
  await receiver.receive(signed(JSON.stringify({ Records: records })))
  expect(got).toEqual([
    ['a', undefined, 1],
    ['b', undefined, {}],
  ])
})
