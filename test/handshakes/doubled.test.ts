/** A delivery that names its registration twice belongs to none, and not to the one of who names none. */
import { createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { silent } from '../runtime/acme.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'
import { type Call, serve } from './serve.js'

const NAMED = { query: '{query:for}', header: '{header:x-for}' }

function provider(registration: string) {
  return {
    events: { type: 'changed' },
    auth: {
      type: 'signature',
      alg: 'hmac-sha256',
      key: { secret: 'HOOK' },
      content: '{body}',
      signature: { from: '{header:x-signature}', encoding: 'hex' },
    },
    secrets: { HOOK: { capturedBy: 'intent', perTenant: registration } },
    handshakes: [
      {
        name: 'intent',
        method: 'POST',
        match: [{ value: '{header:x-secret}', present: true }],
        verify: 'none',
        pending: true,
        capture: { HOOK: '{header:x-secret}' },
        respond: { status: 200 },
      },
    ],
  }
}

let out: string

beforeAll(async () => {
  const files = Object.entries(NAMED).flatMap(([name, registration]) => [
    [`${name}/webhooks.json`, provider(registration)],
    [`${name}/events/changed.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

const callTo = (kind: string, names: readonly string[], more: Call['headers']): Call => ({
  path: kind === 'query' ? `/?${names.map((name) => `for=${name}`).join('&')}` : '/',
  headers: { ...(kind === 'header' && names.length > 0 && { 'x-for': [...names] }), ...more },
  body: '{}',
})

test.each(Object.keys(NAMED))('a registration that the %s names twice', async (kind) => {
  const { createReceiver } = await loadSdk(out, kind)
  const store = memorySecretStore({ pending: ['default', 'other'] })
  const receiver = createReceiver({ secretStore: store, logger: silent })
  receiver.onAny(() => undefined)
  const call = await serve(receiver)
  const handOver = async (...names: string[]) =>
    (await call(callTo(kind, names, { 'x-secret': 's-1' }))).status
  const deliver = async (...names: string[]) => {
    const signature = createHmac('sha256', 's-1').update('{}').digest('hex')
    const headers = { 'content-type': 'application/json', 'x-signature': signature }
    return (await call(callTo(kind, names, headers))).status
  }
  expect(await handOver('other', 'other')).toBe(400)
  expect(await store.get('HOOK', 'default')).toBeUndefined()
  expect(await handOver()).toBe(200)
  expect(await store.get('HOOK', 'default')).toBe('s-1')
  expect([await deliver(), await deliver('other'), await deliver('other', 'x')]).toEqual([
    200, 401, 401,
  ])
})
