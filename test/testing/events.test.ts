/** Events that are not the body: forms, queries, texts, batches and carried JSON are written as they are read. */
import { beforeAll, describe, expect, test } from 'vitest'
import { hmac } from '../generator/auth/planned.js'
import { generateOrThrow, loadSdk, loadTesting } from '../support/sdk.js'

const PATIENCE_MILLISECONDS = 120_000
const EVENT = { type: 'push', a: 'naïve' }
const OBJECT = { type: 'object', required: ['a'] }

interface Way {
  readonly config: object
  readonly schema?: object
  readonly payload?: unknown
  /** What the handler gets, where the delivery adds something. */
  readonly seen?: unknown
  /** The whole body, where it is more than the event. */
  readonly body?: unknown
}

const WAYS: Readonly<Record<string, Way>> = {
  form: { config: { format: 'form', type: '{form:type}' } },
  'form-list': {
    config: { format: 'form', type: '{form:type}' },
    payload: { a: ['1', '2'] },
    seen: { type: 'push', a: ['1', '2'] },
  },
  query: { config: { format: 'query', type: '{query:type}' } },
  text: {
    config: { format: 'text', type: '{header:x-event}' },
    schema: { type: 'string' },
    payload: '<xml/>',
  },
  'text-in-form': {
    config: { format: 'text', type: 'push', payload: { from: '{form:xml|decode:mime}' } },
    schema: { type: 'string' },
    payload: '<xml>é</xml>',
  },
  'carried-in-form': { config: { payload: { from: '{form:payload}' } } },
  'carried-in-part': { config: { payload: { from: '{part:json}' } } },
  'carried-in-json': {
    config: { payload: { from: '{json:/Message}', pointer: '/data' }, type: '{json:/Type}' },
  },
  'carried-encoded': {
    config: { payload: { from: '{json:/data|decode:base64}' }, type: '{header:x-event}' },
  },
  batch: { config: { batch: '/events' } },
  'batch-at-root': { config: { batch: '', payload: '/event', type: '{item:/name}' } },
  'batch-in-form': {
    config: { batch: '', payload: { from: '{form:events}' }, type: '{item:/type}' },
  },
  'batch-of-carriers': {
    config: {
      batch: '/messages',
      payload: { from: '{item:/data|decode:base64}' },
      type: '{item:/name}',
    },
  },
  'type-beside': { config: { payload: '/data', type: '{json:/meta/type}', id: '{json:/meta/id}' } },
}

let out: string

beforeAll(async () => {
  const files = Object.entries(WAYS).flatMap(([name, { config, schema }]) => [
    [`${name}/webhooks.json`, { auth: hmac({ content: '{url}{body}' }), events: config }],
    [`${name}/events/push.json`, schema ?? OBJECT],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
}, PATIENCE_MILLISECONDS)

describe.each(Object.keys(WAYS))('%s', (name) => {
  test('is received as it was signed', async () => {
    const { payload = EVENT, seen } = WAYS[name] ?? {}
    const { sign } = await loadTesting(out, name)
    const { createReceiver } = await loadSdk(out, name)
    const request = await sign('push', payload, { secret: 'k' })
    const receiver = createReceiver({ secret: 'k' })
    const handled: unknown[] = []
    receiver.onEvent('push', (event) => {
      handled.push(event)
    })
    const { url, method, headers } = request
    const body = await request.text()
    const receipt = await receiver.receive({ url, method, headers, body })
    expect(receipt).toMatchObject({ outcome: 'handled' })
    expect(handled).toEqual([seen ?? payload])
    const other = await receiver.receive({ url: `${url}?x`, method, headers, body })
    expect(other.response.status).toBe(401)
  })
})

test('what may be of any type is sent as text', async () => {
  const { sign } = await loadTesting(out, 'text')
  const { headers } = await sign('push', '<xml/>', { secret: 'k' })
  expect(headers.get('content-type')).toBe('text/plain')
})

test('an id in the body is written only where it is asked for', async () => {
  const { sign } = await loadTesting(out, 'type-beside')
  const bodyOf = async (id?: string) =>
    (await sign('push', EVENT, { secret: 'k', id })).json() as Promise<unknown>
  expect(await bodyOf()).toEqual({ data: EVENT, meta: { type: 'push' } })
  expect(await bodyOf('e-1')).toEqual({ data: EVENT, meta: { type: 'push', id: 'e-1' } })
})
