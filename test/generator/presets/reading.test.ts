/** Recorded deliveries, and such as their providers send, through the whole receiver of a preset. */
import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

interface Vector {
  readonly accepted: boolean
  readonly request: Sent
  readonly now: number
  readonly secrets: Record<string, string>
}

interface VectorFile {
  readonly schemes: readonly { readonly vectors: readonly Vector[] }[]
}

function genuine(file: string, scheme: number): readonly Vector[] {
  const url = new URL(`../../vectors/${file}.json`, import.meta.url)
  const { schemes } = JSON.parse(readFileSync(url, 'utf8')) as VectorFile
  return schemes[scheme]?.vectors.filter(({ accepted }) => accepted) ?? []
}

/** The wire names of the events that the tests deliver. */
const NAMES = {
  'adyen-payments': ['EVENT', 'REPORT_AVAILABLE'],
  braintree: ['delivery'],
  'dropbox-sign': ['account_confirmed', 'unknown_error'],
  gocardless: ['subscriptions.created', 'mandates.created'],
  'google-push-channels': ['sync'],
  'hubspot-v1': ['contact.creation'],
  mandrill: ['send', 'open'],
  'plivo-v2': ['delivery'],
  pusher: ['channel_vacated'],
  sendgrid: ['dropped', 'processed', 'bounce'],
  'shopify-app-proxy': ['delivery'],
  twilio: ['delivery'],
  'vonage-sms': ['delivery'],
  xero: ['INVOICE.UPDATE', 'CONTACT.CREATE'],
} as const

type Name = keyof typeof NAMES

const sdks = new Map<string, LoadedSdk>()

beforeAll(async () => {
  const input = Object.entries(NAMES).flatMap(([name, events]) => [
    [`${name}/webhooks.json`, { auth: { preset: name } }],
    ...events.map((event) => [`${name}/events/${event}.json`, true]),
  ])
  const { out } = await generateOrThrow(Object.fromEntries(input))
  for (const name of Object.keys(NAMES)) sdks.set(name, await loadSdk(out, name))
}, 200_000)

/** What handlers got of a delivery, and what its sender is told. */
async function receive(name: Name, sent: Sent, { secrets, clock }: Partial<ReceiverOptions>) {
  const receiver = sdks.get(name)?.createReceiver({ secrets, clock })
  const got: unknown[] = []
  receiver?.onAny((event) => got.push([event.name, event.id, event.payload]))
  const receipt = await receiver?.receive(sent)
  return { status: receipt?.response.status, got }
}

const withType = (sent: Sent, type: string): Sent => {
  return { ...sent, headers: { ...sent.headers, 'content-type': type } }
}

describe('recorded deliveries', () => {
  const recorded: [name: Name, file: string, scheme: number, type: string, want: unknown[][]][] = [
    ['sendgrid', 'sendgrid', 0, JSON_TYPE, [['dropped'], ['processed', 'bounce']]],
    ['gocardless', 'gocardless', 0, JSON_TYPE, [['subscriptions.created', 'mandates.created']]],
    ['pusher', 'pusher', 0, JSON_TYPE, [['channel_vacated']]],
    ['hubspot-v1', 'hubspot', 0, JSON_TYPE, [['contact.creation']]],
    ['adyen-payments', 'adyen-payments', 0, JSON_TYPE, [['REPORT_AVAILABLE'], ['EVENT']]],
    ['vonage-sms', 'vonage-sms-legacy', 4, '', [['delivery']]],
    ['plivo-v2', 'plivo-v2', 0, FORM, [['delivery']]],
  ]
  test.each(recorded)('%s', async (name, file, scheme, type, want) => {
    const names: unknown[] = []
    for (const { request, now, secrets } of genuine(file, scheme)) {
      const sent = type === '' ? request : withType(request, type)
      const { status, got } = await receive(name, sent, { secrets, clock: () => now * 1000 })
      expect(status).toBe(name === 'gocardless' ? 204 : 200)
      names.push(got.map((event) => (event as unknown[])[0]))
    }
    expect(names).toEqual(want)
  })

  test('twilio: the fields are the event', async () => {
    const [first, ...others] = genuine('twilio', 0)
    if (first === undefined) throw new Error('no vector')
    const fields = Object.fromEntries(new URLSearchParams(first.request.body))
    const { got } = await receive('twilio', withType(first.request, FORM), first)
    expect(got).toEqual([['delivery', undefined, fields]])
    for (const { request, secrets } of others) {
      expect(await receive('twilio', withType(request, FORM), { secrets })).toMatchObject({
        status: 200,
        got: [['delivery', undefined, expect.any(Object)]],
      })
    }
  })

  test('vonage-sms: the query is the event', async () => {
    const [first] = genuine('vonage-sms-legacy', 4)
    if (first === undefined) throw new Error('no vector')
    const query = Object.fromEntries(new URL(first.request.url).searchParams)
    const { got } = await receive('vonage-sms', first.request, first)
    expect(got).toEqual([['delivery', undefined, query]])
  })

  test('dropbox-sign: the JSON in its field is the event, in either kind of form', async () => {
    const vectors = genuine('dropbox-sign', 0)
    expect(vectors).toHaveLength(3)
    for (const { request, secrets } of vectors) {
      const text = new URLSearchParams(request.body).get('json') ?? ''
      const payload = JSON.parse(text) as { event: { event_type: string } }
      const body = `--b\r\nContent-Disposition: form-data; name="json"\r\n\r\n${text}\r\n--b--\r\n`
      const multipart = withType({ ...request, body }, 'multipart/form-data; boundary=b')
      for (const sent of [withType(request, FORM), multipart]) {
        const { status, got } = await receive('dropbox-sign', sent, { secrets })
        expect(status).toBe(200)
        expect(got).toEqual([[payload.event.event_type, undefined, payload]])
      }
    }
  })
})

const mac = (hash: string, key: string | Buffer, content: string) =>
  createHmac(hash, key).update(content)

describe('deliveries as their providers send them', () => {
  const NOW = 1_700_000_000
  const options = { secrets: { SECRET: 'key' }, clock: () => NOW * 1000 }
  const url = 'https://a.example/in'

  test('mandrill: each element of the JSON in its field is an event', async () => {
    const events = [
      { event: 'send', ts: 1, _id: 'a' },
      { event: 'open', ts: 2, _id: 'a' },
    ]
    const text = JSON.stringify(events)
    const signed = mac('sha1', 'key', `${url}mandrill_events${text}`).digest('base64')
    const body = new URLSearchParams({ mandrill_events: text }).toString()
    const headers = { 'X-Mandrill-Signature': signed, 'content-type': FORM }
    const sent = { method: 'POST', url, headers, body }
    expect(await receive('mandrill', sent, options)).toEqual({
      status: 200,
      got: [
        ['send', undefined, events[0]],
        ['open', undefined, events[1]],
      ],
    })
  })

  test('xero: events are named by category and type, and none is no failure', async () => {
    const send = (events: unknown) => {
      const body = JSON.stringify({ events, firstEventSequence: 1 })
      const signed = mac('sha256', 'key', body).digest('base64')
      const headers = { 'x-xero-signature': signed, 'content-type': JSON_TYPE }
      return receive('xero', { method: 'POST', url, headers, body }, options)
    }
    const events = [
      { eventCategory: 'INVOICE', eventType: 'UPDATE' },
      { eventCategory: 'CONTACT', eventType: 'CREATE' },
    ]
    expect(await send(events)).toEqual({
      status: 200,
      got: [
        ['INVOICE.UPDATE', undefined, events[0]],
        ['CONTACT.CREATE', undefined, events[1]],
      ],
    })
    expect(await send([])).toEqual({ status: 200, got: [] })
    expect(await send({})).toEqual({ status: 400, got: [] })
  })

  test('google-push-channels: without a body, the payload is an empty text', async () => {
    const headers = {
      'X-Goog-Channel-Token': 'key',
      'X-Goog-Resource-State': 'sync',
      'X-Goog-Channel-ID': 'c',
      'X-Goog-Message-Number': '1',
    }
    const sent = { method: 'POST', url, headers, body: '' }
    const want = { status: 200, got: [['sync', 'c:1', '']] }
    expect(await receive('google-push-channels', sent, options)).toEqual(want)
  })

  test('shopify-app-proxy: the query is the event', async () => {
    const signed = mac('sha256', 'key', `shop=s xtimestamp=${NOW}`).digest('hex')
    const query = `shop=s%20x&timestamp=${NOW}&signature=${signed}`
    const sent = { method: 'GET', url: `${url}?${query}`, headers: {}, body: '' }
    expect(await receive('shopify-app-proxy', sent, options)).toEqual({
      status: 200,
      got: [['delivery', undefined, { shop: 's x', timestamp: String(NOW), signature: signed }]],
    })
  })

  describe('braintree', () => {
    const secrets = { PUBLIC_KEY: 'pub', PRIVATE_KEY: 'private' }
    const key = createHash('sha1').update('private').digest()
    const send = (payload: string) => {
      const signature = `pub|${mac('sha1', key, payload).digest('hex')}`
      const body = new URLSearchParams({ bt_signature: signature, bt_payload: payload }).toString()
      const sent = { method: 'POST', url, headers: { 'content-type': FORM }, body }
      return receive('braintree', sent, { secrets })
    }
    const xml = `<notification><kind>check</kind><subject>${'x'.repeat(80)}</subject></notification>`

    test('the text in its field is the event, in lines of base64', async () => {
      const lines = Buffer.from(xml).toString('base64').replace(/.{60}/g, '$&\n')
      expect(await send(`${lines}\n`)).toEqual({ status: 200, got: [['delivery', undefined, xml]] })
    })

    test('a word that its handshake signs for whoever asks is no event', async () => {
      const word = '6f4a6f4a6f4a6f4a6f4a6f4a6f4a6f4a'
      expect(await send(word)).toEqual({ status: 401, got: [] })
    })

    test('what is no base64 is no payload', async () => {
      expect(await send('<'.repeat(90))).toEqual({ status: 401, got: [] })
    })
  })
})
