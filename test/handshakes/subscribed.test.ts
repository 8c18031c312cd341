/** Secrets that come in the answer to a subscription are stored, and verify from then on. */
import { createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { RegistrationStore } from '../../templates/runtime/store.js'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { silent } from '../runtime/acme.js'
import { generateFrom, generateOrThrow, loadSdk } from '../support/sdk.js'

const PATIENCE_MILLISECONDS = 120_000

const config = (capture: object, by = 'subscribe') => ({
  events: { type: '{json:/type}' },
  secrets: { HOOK: { capturedBy: by, perTenant: '{query:id}' } },
  auth: {
    type: 'signature',
    alg: 'hmac-sha256',
    key: { secret: 'HOOK' },
    content: '{body}',
    signature: { from: '{header:X-Sig}', encoding: 'hex' },
  },
  subscriptions: {
    url: 'https://api.acme.test/hooks',
    registration: '{param:id}',
    subscribe: { body: { target: 'https://own.test/?id={param:id}' }, capture },
  },
})
const files = (provider: string, capture: object, by?: string) => ({
  [`${provider}/webhooks.json`]: config(capture, by),
  [`${provider}/events/made.json`]: { type: 'object', required: ['type'] },
})

interface Subscribing {
  readonly createSubscriptions: (options: object) => {
    readonly subscribe: (parameters: { readonly id: string }) => Promise<{ readonly id: string }>
  }
}

let out: string

beforeAll(async () => {
  const made = await generateOrThrow({
    ...files('header', { HOOK: '{header:X-Hook-Secret}' }),
    ...files('body', { HOOK: '{json:/secret}' }),
  })
  out = made.out
}, PATIENCE_MILLISECONDS)

async function start(provider: string, answer: () => Response, store?: RegistrationStore) {
  const { createSubscriptions } = (await import(
    `${out}/${provider}/src/subscriptions.ts`
  )) as Subscribing
  const { createReceiver } = await loadSdk(out, provider)
  const fetch = async () => answer()
  const { subscribe } = createSubscriptions({
    ...{ credentials: undefined, fetch },
    ...(store !== undefined && { store }),
  })
  const options: ReceiverOptions =
    store === undefined ? { secrets: { HOOK: 'given' } } : { secretStore: store }
  const receiver = createReceiver({ ...options, logger: silent })
  const deliver = async (secret: string) => {
    const body = '{"type":"made"}'
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const url = 'https://own.test/?id=a'
    const headers = { 'x-sig': signature, 'content-type': 'application/json' }
    return (await receiver.receive({ url, headers, body })).response.status
  }
  return { deliver, subscribe }
}

const answers: [provider: string, answer: (secret: string) => Response][] = [
  ['header', (secret) => Response.json({ id: 7 }, { headers: { 'x-hook-secret': secret } })],
  ['body', (secret) => Response.json({ id: 7, secret })],
]

test.each(answers)('%s: the secret is stored for its registration', async (provider, answer) => {
  let secret = 's-1'
  const store = memorySecretStore()
  const { deliver, subscribe } = await start(provider, () => answer(secret), store)
  expect(await deliver('s-1')).toBe(401)
  expect((await subscribe({ id: 'a' })).id).toBe('7')
  expect([await store.get('HOOK', 'a'), await store.pending('a')]).toEqual(['s-1', false])
  expect([await deliver('s-1'), await deliver('s-2')]).toEqual([200, 401])
  secret = 's-2'
  await subscribe({ id: 'a' })
  await subscribe({ id: 'a' })
  expect([await deliver('s-1'), await deliver('s-2')]).toEqual([401, 200])
})

test('an answer without the secret leaves the registration pending', async () => {
  const store = memorySecretStore()
  const { subscribe } = await start('header', () => Response.json({ id: 7 }), store)
  await subscribe({ id: 'a' })
  expect([await store.get('HOOK', 'a'), await store.pending('a')]).toEqual([undefined, true])
})

const refused: [
  name: string,
  secret: string,
  store: () => RegistrationStore | undefined,
  RegExp,
][] = [
  ['a secret too long to be one', 's'.repeat(5000), memorySecretStore, /no usable HOOK$/],
  ['no store', 's-1', () => undefined, /nowhere to put it: give createSubscriptions the store$/],
  [
    'a store that says no',
    's-1',
    () => ({ ...memorySecretStore(), put: () => false }),
    /another HOOK was stored at the same time$/,
  ],
]
test.each(refused)(
  '%s: the subscription fails, and says why',
  async (_name, secret, store, why) => {
    const answer = () => Response.json({ id: 7 }, { headers: { 'x-hook-secret': secret } })
    const { subscribe } = await start('header', answer, store())
    await expect(subscribe({ id: 'a' })).rejects.toMatchObject({
      code: 'ERR_REQUEST',
      message: expect.stringMatching(why),
    })
  },
)

const mistakes: [name: string, capture: object, by: string, code: string][] = [
  ['what an answer has not', { HOOK: '{query:secret}' }, 'subscribe', 'ERR_SUBSCRIPTION_CAPTURE'],
  [
    'a secret that nobody declares',
    { OTHER: '{json:/s}' },
    'subscribe',
    'ERR_SUBSCRIPTION_CAPTURE',
  ],
  ['a secret that nothing captures', {}, 'subscribe', 'ERR_SECRET_CAPTURED'],
  ['a handshake that there is not', { HOOK: '{json:/s}' }, 'hello', 'ERR_SECRET_CAPTURED'],
]
test.each(mistakes)('%s is refused', async (_name, capture, by, code) => {
  const { report } = await generateFrom(files('acme', capture, by))
  expect(report.diagnostics.map((one) => one.code)).toContain(code)
})
