/** What an SDK tells its runtime about the sender: generated, loaded and asked. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { readHead } from '../../../templates/runtime/delivery-input.js'
import type { ProviderBase } from '../../../templates/runtime/provider.js'
import { generateOrThrow } from '../../support/sdk.js'

async function load(config: object): Promise<ProviderBase> {
  const { out } = await generateOrThrow({
    'webhooks.json': { provider: 'acme', ...config },
    'events/a.json': {},
  })
  // Sound: the generator printed the module, and its types were checked against this one.
  const module = (await import(join(out, 'acme/src/provider.ts'))) as { provider: ProviderBase }
  return module.provider
}

function delivery(body: object, headers: Record<string, string> = {}) {
  return createDelivery(readHead({ headers }, []), new TextEncoder().encode(JSON.stringify(body)))
}

const auth = { type: 'bearer' }

test('what is not known is left out', async () => {
  const provider = await load({ auth: { type: 'standardWebhooks' } })
  expect(provider.sender).toEqual({})
  const members = ['acknowledge', 'unauthorized', 'invalid', 'unknownEvent', 'sequence']
  for (const name of members) expect(provider).not.toHaveProperty(name)
  const headers = ['webhook-id', 'webhook-signature', 'webhook-timestamp']
  expect(provider.credentials).toEqual({ headers, url: false })
})

test('what is known is there, and answers are written out', async () => {
  const provider = await load({
    auth,
    sender: {
      deadlineSeconds: 3,
      retries: true,
      retriesClientErrors: false,
      successStatuses: [200],
      stopRetry: { headers: { 'X-No-Retry': '1' } },
    },
    respond: {
      invalid: { body: { ok: false } },
      unknownEvent: { status: 200, body: '{header:x-id}' },
    },
  })
  const nosniff = { 'x-content-type-options': 'nosniff' }
  expect(provider.sender).toEqual({
    deadlineSeconds: 3,
    retries: true,
    retriesClientErrors: false,
    successStatuses: [200],
    stopRetry: { status: 200, headers: { ...nosniff, 'x-no-retry': '1' }, body: '' },
  })
  expect(provider.invalid).toEqual({
    status: 422,
    headers: { ...nosniff, 'content-type': 'application/json' },
    body: '{"ok":false}',
  })
  const context = { now: 0, secrets: new Map() }
  // Sound: this answer reads nothing of the context.
  const answer = provider.unknownEvent?.(delivery({}, { 'x-id': 'ab' }), context as never)
  expect(answer).toMatchObject({ status: 200, body: 'ab' })
  expect(provider.credentials).toEqual({ headers: ['authorization'], url: false })
})

const orders: [as: string, earlier: unknown, later: unknown, none: unknown][] = [
  ['number', 9, 10, 'nine'],
  ['time', '2026-01-01T01:00:00+02:00', '2025-12-31T23:00:00.5Z', '2026-01-01'],
  ['text', '01A', '01B', ''],
]
test.each(orders)('what is ordered as a %s', async (as, earlier, later, none) => {
  const sequence = { value: '{json:/at}', as, key: '{json:/id}' }
  const provider = await load({ auth, events: { sequence } })
  const position = (at: unknown) => provider.sequence?.position(delivery({ at })) ?? 'none'
  expect(position(earlier) < position(later)).toBe(true)
  expect(position(none)).toBe('none')
  expect(provider.sequence?.key?.(delivery({ id: 7 }))).toBe('7')
  expect(provider.sequence?.key?.(delivery({}))).toBeUndefined()
})

test('a position without a key orders all events, and a long number keeps its digits', async () => {
  const provider = await load({ auth, events: { sequence: '{header:x-n}' } })
  expect(provider.sequence).not.toHaveProperty('key')
  const position = (n: string) => provider.sequence?.position(delivery({}, { 'x-n': n })) ?? 'none'
  expect(position('9007199254740993') > position('9007199254740992')).toBe(true)
})

const forms: [contentTypes: string[] | undefined, isTaken: boolean][] = [
  [undefined, true],
  [['*/*'], true],
  [['application/x-www-form-urlencoded'], false],
]
test.each(forms)('fields are emptied where bodies may be multipart: %j', async (types, isTaken) => {
  const { credentials } = await load({
    auth: { type: 'check', value: '{form:token}', equals: '{secret:TOKEN}' },
    events: { format: 'form', type: '{form:type}' },
    ...(types && { contentTypes: types }),
  })
  expect(credentials?.form).toEqual(['token'])
  expect(typeof credentials?.emptyParts).toBe(isTaken ? 'function' : 'undefined')
})
