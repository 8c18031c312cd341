/** Braintree's challenge: the receiver signs what anybody asks for, and that must be no delivery. */
import { createHash, createHmac } from 'node:crypto'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Receiver } from '../../templates/runtime/receiver-api.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'

const secrets = { PUBLIC_KEY: 'public', PRIVATE_KEY: 'private' }
const silent = { warn: () => undefined, error: () => undefined }

let receiver: Receiver<Record<string, unknown>>

beforeAll(async () => {
  const { out } = await generateOrThrow({
    'braintree/webhooks.json': { auth: { preset: 'braintree' } },
    'braintree/events/delivery.json': { type: 'string' },
  })
  receiver = (await loadSdk(out, 'braintree')).createReceiver({ secrets, logger: silent })
}, 60_000)

function form(signature: string, payload: string) {
  const fields = new URLSearchParams({ bt_signature: signature, bt_payload: payload })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { headers, body: String(fields) }
}

// The second one is base64 of ASCII, so that it could be read as the text of an event.
test.each(['a'.repeat(20), 'c0c4'.repeat(8)])('the challenge %s is no delivery', async (words) => {
  const handler = vi.fn()
  receiver.onAny(handler)
  const url = `https://hook.example/?bt_challenge=${words}`
  const { response } = await receiver.receive({ method: 'GET', url, headers: {}, body: null })
  expect(response.body).toMatch(/^public\|[0-9a-f]{40}$/)
  const replayed = form(response.body, words)
  expect((await receiver.receive(replayed)).response.status).toBe(401)
  await expect(receiver.verify(replayed)).rejects.toMatchObject({ status: 401 })
  await expect(receiver.unwrap(replayed)).rejects.toMatchObject({ status: 401 })
  expect(handler).not.toHaveBeenCalled()
})

test('a delivery is one', async () => {
  const time = '<timestamp type="datetime">2027-01-15T10:00:00Z</timestamp>'
  const text = `<notification><kind>check</kind>${time}</notification>`
  const payload = Buffer.from(text).toString('base64')
  const key = createHash('sha1').update('private').digest()
  const signature = `public|${createHmac('sha1', key).update(payload).digest('hex')}`
  await expect(receiver.verify(form(signature, payload))).resolves.toHaveProperty('coverage')
})
