/** The ids of presets, with a store: what differs is handled, what comes again is a copy. */
import { createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { memoryStore } from '../../../templates/runtime/stores/memory.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'

const EVENTS = {
  'docusign-connect': ['recipient-completed', 'envelope-completed'],
  'gitlab-token': ['Push Hook'],
  hookdeck: ['any'],
} as const

type Name = keyof typeof EVENTS

const sdks = new Map<string, LoadedSdk>()

beforeAll(async () => {
  const input = Object.entries(EVENTS).flatMap(([name, events]) => [
    [
      `${name}/webhooks.json`,
      { auth: { preset: name }, ...(name === 'hookdeck' && { events: { type: 'any' } }) },
    ],
    ...events.map((event) => [`${name}/events/${event}.json`, true]),
  ])
  const { out } = await generateOrThrow(Object.fromEntries(input))
  for (const name of Object.keys(EVENTS)) sdks.set(name, await loadSdk(out, name))
})

/** Delivers to one receiver, one after another. */
function outcomesOf(name: Name) {
  const receiver = sdks.get(name)?.createReceiver({
    secrets: { SECRET: 'key' },
    idempotency: memoryStore(),
  })
  receiver?.onAny(() => {}, { name: 'all' })
  return async (body: string, headers: Record<string, string>) => {
    const all = { 'content-type': 'application/json', ...headers }
    const receipt = await receiver?.receive({ method: 'POST', headers: all, body })
    return receipt?.outcome
  }
}

const mac = (body: string) => createHmac('sha256', 'key').update(body).digest('base64')

test('docusign-connect: each recipient of an envelope, and each time, is an event', async () => {
  const deliver = outcomesOf('docusign-connect')
  const send = (
    event: string,
    generatedDateTime: string,
    retryCount: number,
    recipient?: object,
  ) => {
    const data = { accountId: 'a', envelopeId: 'e', ...recipient }
    const body = JSON.stringify({ event, generatedDateTime, retryCount, data })
    return deliver(body, { 'x-docusign-signature-1': mac(body) })
  }
  const [first, second] = [{ recipientId: '1' }, { recipientId: '2' }]
  const noon = '2026-11-01T12:00:00.0000000Z'
  expect(await send('recipient-completed', noon, 0, first)).toBe('handled')
  expect(await send('recipient-completed', noon, 0, second)).toBe('handled')
  expect(await send('recipient-completed', noon, 1, second)).toBe('duplicate')
  expect(await send('envelope-completed', noon, 0)).toBe('handled')
  expect(await send('envelope-completed', noon, 1)).toBe('duplicate')
  expect(await send('envelope-completed', '2026-11-02T12:00:00.0000000Z', 0)).toBe('handled')
})

test('gitlab-token: the key of an event stays when its delivery is new', async () => {
  const deliver = outcomesOf('gitlab-token')
  const send = (key: string, uuid: string) =>
    deliver('{}', {
      'x-gitlab-token': 'key',
      'x-gitlab-event': 'Push Hook',
      'x-gitlab-event-uuid': uuid,
      'idempotency-key': key,
    })
  expect(await send('one', 'a')).toBe('handled')
  expect(await send('one', 'b')).toBe('duplicate')
  expect(await send('two', 'c')).toBe('handled')
})

test('hookdeck: the id of an event stays through its attempts', async () => {
  const deliver = outcomesOf('hookdeck')
  const send = (id: string, attempt: string) =>
    deliver('{}', {
      'x-hookdeck-signature': mac('{}'),
      'x-hookdeck-eventid': id,
      'x-hookdeck-attempt-count': attempt,
    })
  expect(await send('evt_1', '1')).toBe('handled')
  expect(await send('evt_1', '2')).toBe('duplicate')
  expect(await send('evt_2', '1')).toBe('handled')
})
