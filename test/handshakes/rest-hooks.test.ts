/** REST Hooks as generated: secrets handed over at once or later, subscriptions, and what ends them. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createReceiver, type ReceiverOptions } from '../../generated/rest-hooks/src/index.js'
import { memorySecretStore } from '../../generated/rest-hooks/src/stores/secrets-memory.js'
import { createSubscriptions } from '../../generated/rest-hooks/src/subscriptions.js'
import { silent } from '../runtime/acme.js'
import { api, type Call, serve } from './serve.js'

const PATH = '/?subscription=contacts'
const created = {
  event: 'contact.created',
  id: 'evt_1',
  occurred_at: '2026-03-09T07:15:00Z',
  resource_id: '42',
  resource_url: 'https://api.example.com/contacts/42',
}

async function start(options: Partial<ReceiverOptions> = {}) {
  const store = memorySecretStore({ pending: ['contacts'] })
  // Whoever gives the secret has no store.
  const kept = options.secrets === undefined ? { secretStore: store } : {}
  const receiver = createReceiver({ ...kept, logger: silent, ...options })
  const seen: string[] = []
  receiver.onEvent('contact.*', (event) => void seen.push(`${event.event} ${event.resource_id}`))
  return { call: await serve(receiver), confirm: receiver.confirm, store, seen }
}

function handOver(secret: string, more: Partial<Call> = {}): Call {
  return { path: PATH, headers: { 'x-hook-secret': secret }, ...more }
}

function signed(secret: string, payload: unknown = created, path = PATH): Call {
  const body = JSON.stringify(payload)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hook-signature': signature }
  return { path, headers, body }
}

test('H8: a secret that is waited for is stored, echoed at once, and verifies from then on', async () => {
  const { call, seen, store } = await start()
  expect((await call(signed('s-1'))).status).toBe(401)
  const answer = await call(handOver('s-1'))
  expect(answer).toMatchObject({ status: 200, body: '', headers: { 'x-hook-secret': 's-1' } })
  expect(await store.pending('contacts')).toBe(false)
  expect((await call(signed('s-1'))).status).toBe(200)
  expect((await call(signed('s-2'))).status).toBe(401)
  expect(seen).toEqual(['contact.created 42'])
})

test('H8: the same secret again is answered again, as the sender may have missed the answer', async () => {
  const { call } = await start()
  await call(handOver('s-1'))
  expect(await call(handOver('s-1'))).toMatchObject({ headers: { 'x-hook-secret': 's-1' } })
})

test('H8: another secret in the place of a stored one must come signed with it', async () => {
  const { call, store } = await start()
  await call(handOver('s-1'))
  const body = '{}'
  const signature = (secret: string) => createHmac('sha256', secret).update(body).digest('hex')
  for (const headers of [{}, { 'x-hook-signature': signature('s-2') }]) {
    const answer = await call({ path: PATH, body, headers: { 'x-hook-secret': 's-2', ...headers } })
    expect(answer.status).toBe(401)
    expect(answer.headers['x-hook-secret']).toBeUndefined()
  }
  expect(await store.get('HOOK', 'contacts')).toBe('s-1')
  const headers = { 'x-hook-secret': 's-2', 'x-hook-signature': signature('s-1') }
  expect((await call({ path: PATH, body, headers })).status).toBe(200)
  expect((await call(signed('s-2'))).status).toBe(200)
  expect((await call(signed('s-1'))).status).toBe(401)
})

test('H8: a secret that nobody waits for is neither stored nor echoed', async () => {
  const { call, store } = await start()
  for (const path of ['/', '/?subscription=leads']) {
    const answer = await call(handOver('evil', { path }))
    expect(answer).toMatchObject({ status: 401, body: '{"ok":false,"error":"unauthorized"}' })
    expect(answer.headers['x-hook-secret']).toBeUndefined()
  }
  expect(await store.get('HOOK', 'leads')).toBeUndefined()
  expect((await call(signed('evil', created, '/?subscription=leads'))).status).toBe(401)
})

test('H8: a registration is not pending for ever', async () => {
  let now = 0
  const store = memorySecretStore({ pending: ['contacts'], pendingSeconds: 60, clock: () => now })
  const { call } = await start({ secretStore: store })
  now = 60_000
  expect((await call(handOver('s-1'))).status).toBe(401)
})

const empty: [name: string, call: Call][] = [
  ['an empty secret', handOver('')],
  ['a secret that cannot be echoed', handOver('s-\u00e4')],
  ['two secrets', { path: PATH, headers: { 'x-hook-secret': ['a', 'b'] } }],
]
test.each(empty)('H8: %s is not taken', async (_name, given) => {
  const { call, store } = await start()
  expect((await call(given)).status).toBeGreaterThanOrEqual(400)
  expect(await store.get('HOOK', 'contacts')).toBeUndefined()
})

test('H8: later, a secret is confirmed by a request of its own', async () => {
  const { asked, fetch } = api()
  const { call, confirm } = await start({ handshakes: { intent: 'delayed' }, fetch })
  const answer = await call(handOver('s-1'))
  expect(answer.status).toBe(200)
  expect(answer.headers['x-hook-secret']).toBeUndefined()
  await confirm('intent', 'contacts', { token: 'api-token' })
  expect(asked).toEqual([
    {
      url: 'https://api.example.com/hooks/confirm',
      method: 'POST',
      headers: { 'x-hook-secret': 's-1', authorization: 'Bearer api-token' },
      body: undefined,
      redirect: 'manual',
    },
  ])
  expect((await call(signed('s-1'))).status).toBe(200)
})

test('H8: what was not captured, or is answered at once, cannot be confirmed later', async () => {
  const { asked, fetch } = api()
  const delayed = await start({ handshakes: { intent: 'delayed' }, fetch })
  await expect(delayed.confirm('intent', 'contacts', { token: 't' })).rejects.toMatchObject({
    code: 'ERR_REQUEST',
    message: 'the value of the header x-hook-secret is absent or cannot be sent',
  })
  const immediate = await start({ fetch })
  await expect(immediate.confirm('intent', 'contacts', { token: 't' })).rejects.toThrow(
    new TypeError('the handshake intent is not in a mode that is confirmed later'),
  )
  expect(asked).toEqual([])
})

test('a mode and a handshake that there are not are refused at once', () => {
  const secretStore = memorySecretStore()
  // @ts-expect-error there are two modes
  expect(() => createReceiver({ secretStore, handshakes: { intent: 'slow' } })).toThrow(
    new TypeError('the handshake intent has no mode "slow": it has immediate,delayed'),
  )
  // @ts-expect-error there is one handshake
  expect(() => createReceiver({ secretStore, handshakes: { intend: 'delayed' } })).toThrow(
    new TypeError(
      'there is no handshake named "intend" that leaves a choice: did you mean intent?',
    ),
  )
})

test('without a store the secret has to be given', async () => {
  expect(() => createReceiver({})).toThrow(
    'the provider hands the secret HOOK over: create the receiver with a secretStore, or give its value',
  )
  const { call } = await start({ secrets: { HOOK: 's-1' } })
  expect((await call(signed('s-1'))).status).toBe(200)
  expect((await call(handOver('s-2'))).status).toBe(400)
})

const down = () => Promise.reject(new Error('down'))
const broken = { pending: () => true, get: () => undefined, put: () => true }
test.each([
  ['get', { ...broken, get: down }],
  ['pending', { ...broken, pending: down }],
  ['put', { ...broken, put: down }],
])('a store whose %s fails answers 503', async (_name, secretStore) => {
  const { call } = await start({ secretStore })
  const answer = await call(handOver('s-1'))
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '60' } })
  expect(answer.headers['x-hook-secret']).toBeUndefined()
})

test('of two secrets at the same time, only the one that the store took is echoed', async () => {
  const { call } = await start({ secretStore: { ...broken, put: () => false } })
  expect((await call(handOver('s-1'))).status).toBe(401)
})

test('subscribing makes the receiver wait, ending a subscription answers 410', async () => {
  const { asked, fetch } = api(
    Response.json({ id: 7, target_url: 'x' }, { status: 201 }),
    Response.json([{ id: 'a' }, { id: 'b' }]),
    new Response(null, { status: 204 }),
  )
  const store = memorySecretStore()
  const { call, seen } = await start({ secretStore: store })
  const credentials = { token: () => 'api-token' }
  const { subscribe, list, unsubscribe } = createSubscriptions({ credentials, store, fetch })
  const made = await subscribe({
    event: 'contact.created',
    subscription: 'contacts',
    url: 'https://me.test/hook',
  })
  expect(made).toEqual({ id: '7', details: { id: 7, target_url: 'x' } })
  expect(asked[0]).toEqual({
    url: 'https://api.example.com/hooks',
    method: 'POST',
    headers: { authorization: 'Bearer api-token', 'content-type': 'application/json' },
    body: '{"event":"contact.created","target_url":"https://me.test/hook?subscription=contacts"}',
    redirect: 'manual',
  })
  expect((await call(handOver('s-1'))).status).toBe(200)
  expect((await list({})).map(({ id }) => id)).toEqual(['a', 'b'])
  await unsubscribe({ id: '../7' }, 'contacts')
  expect(asked[2]).toMatchObject({
    url: 'https://api.example.com/hooks/..%2F7',
    method: 'DELETE',
  })
  expect(await call(signed('s-1'))).toMatchObject({
    status: 410,
    body: '{"ok":false,"error":"gone"}',
  })
  expect((await call(signed('s-2'))).status).toBe(401)
  expect(seen).toEqual([])
  await store.arm('contacts')
  expect((await call(handOver('s-3'))).status).toBe(200)
  expect((await call(signed('s-3'))).status).toBe(200)
})

test('a subscription that fails makes nobody wait', async () => {
  const store = memorySecretStore()
  const { fetch } = api(new Response('no', { status: 422 }))
  const { subscribe } = createSubscriptions({ credentials: { token: 't' }, store, fetch })
  const parameters = {
    event: 'lead.created',
    subscription: 'leads',
    url: 'https://me.test',
  } as const
  await expect(subscribe(parameters)).rejects.toMatchObject({
    code: 'ERR_REQUEST',
    message: 'api.example.com answered a POST with 422',
  })
  expect(await store.pending('leads')).toBe(false)
})
