/** Names that are composed of several places are written where they are read, or refused. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { SignOptions } from '../../templates/runtime/testing/sign.js'
import { hmac } from '../generator/auth/planned.js'
import { generateOrThrow, loadSdk, loadTesting } from '../support/sdk.js'

const PATIENCE_MILLISECONDS = 120_000

const CONFIGS: Readonly<Record<string, object>> = {
  around: { type: '{json:/thing}.{json:/act}', payload: '/data' },
  'header-and-member': { type: '{header:X-Event}[[.{json:/action}]]' },
  'two-headers': { type: '{header:X-Kind}/{header:X-Act}' },
  'header-and-query': { type: 'v1.{header:X-Event}.{query:act}' },
  'in-batch': { type: '{item:/kind}.{item:/act}', batch: '/events', payload: '/data' },
  filtered: { type: '{header:X-Event|lower}.{json:/action}' },
  unwritable: { type: '{path|split:/:1}.{json:/action}' },
}

const FILES: Readonly<Record<string, object>> = {
  'tickets.opened': { type: 'object' },
  ping: { type: 'object' },
  'tickets/opened': { type: 'object' },
  'v1.tickets.opened': { type: 'object' },
}

let out: string

beforeAll(async () => {
  const names = Object.fromEntries(
    Object.keys(FILES).map((name, index) => [`e${index}.json`, name]),
  )
  const files = Object.entries(CONFIGS).flatMap(([provider, events]) => [
    [
      `${provider}/webhooks.json`,
      { auth: hmac(), events: { ...events, names, schemas: ['e*.json'] } },
    ],
    ...Object.values(FILES).map((schema, index) => [`${provider}/e${index}.json`, schema]),
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
}, PATIENCE_MILLISECONDS)

async function handled(
  provider: string,
  name: string,
  payload: unknown,
  options: Partial<SignOptions> = {},
): Promise<unknown> {
  const { sign } = await loadTesting(out, provider)
  const { createReceiver } = await loadSdk(out, provider)
  const request = await sign(name, payload, { secret: 'k', ...options })
  const receiver = createReceiver({ secret: 'k' })
  const seen: unknown[] = []
  receiver.onEvent(name, (event) => void seen.push(event))
  await receiver.fetch(request)
  return seen
}

const written: [provider: string, name: string, payload: object, options?: Partial<SignOptions>][] =
  [
    ['around', 'tickets.opened', { id: '1' }],
    ['header-and-member', 'tickets.opened', { action: 'opened' }],
    [
      'header-and-member',
      'tickets.opened',
      { action: 'opened' },
      { headers: { 'x-event': 'tickets' } },
    ],
    ['header-and-member', 'ping', {}],
    ['two-headers', 'tickets/opened', { id: '1' }],
    ['two-headers', 'tickets/opened', {}, { headers: { 'X-Act': 'opened' } }],
    ['header-and-query', 'v1.tickets.opened', {}],
    ['in-batch', 'tickets.opened', { id: '1' }],
    ['filtered', 'tickets.opened', { action: 'opened' }, { headers: { 'x-event': 'TICKETS' } }],
  ]

test.each(written)('%s: a handler of %s gets %j (%j)', async (provider, name, payload, options) => {
  expect(await handled(provider, name, payload, options)).toEqual([payload])
})

test('a part that only the text can have is put in where the other is given', async () => {
  const headers = { 'x-event': 'tickets' }
  expect(await handled('header-and-member', 'tickets.opened', {}, { headers })).toEqual([
    { action: 'opened' },
  ])
})

describe('what cannot be written is refused', () => {
  const refused: [
    provider: string,
    name: string,
    payload: object,
    options?: Partial<SignOptions>,
  ][] = [
    ['unwritable', 'tickets.opened', { action: 'opened' }],
    ['unwritable', 'tickets.opened', { action: 'opened' }, { headers: { 'x-trace': '1' } }],
    ['header-and-member', 'tickets.opened', { action: 'closed' }],
    ['two-headers', 'ping', {}],
  ]
  test.each(refused)('%s %s %j', async (provider, name, payload, options) => {
    await expect(handled(provider, name, payload, options)).rejects.toThrow(
      `the delivery cannot be named "${name}"`,
    )
  })

  test('unless the test itself says by its body or headers what is read', async () => {
    const other = { headers: { 'x-event': 'others' } }
    expect(await handled('header-and-member', 'ping', {}, other)).toEqual([])
    expect(await handled('header-and-member', 'ping', {}, { body: '{"action":"x"}' })).toEqual([])
  })
})
