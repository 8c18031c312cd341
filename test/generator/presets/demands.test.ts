/** What some providers demand beside an event, through their presets. */
import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'

const EVENTS = {
  smartcar: 'VEHICLE_STATE',
  twilio: 'delivery',
  xero: 'INVOICE.UPDATE',
} as const

type Name = keyof typeof EVENTS

const sdks = new Map<string, LoadedSdk>()

beforeAll(async () => {
  const input = Object.entries(EVENTS).flatMap(([name, event]) => [
    [`${name}/webhooks.json`, { auth: { preset: name } }],
    [`${name}/events/${event}.json`, true],
  ])
  const { out } = await generateOrThrow(Object.fromEntries(input))
  for (const name of Object.keys(EVENTS)) sdks.set(name, await loadSdk(out, name))
}, 200_000)

const SECRET = 'key'
const url = 'https://a.example/in'
const mac = (hash: string, content: string) => createHmac(hash, SECRET).update(content)

function receiverOf(name: Name) {
  const receiver = sdks.get(name)?.createReceiver({ secrets: { SECRET } })
  if (receiver === undefined) throw new Error(`no SDK of ${name}`)
  return receiver
}

const post = (headers: Record<string, string>, body: string) => {
  return { method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, body }
}

describe('twilio: the query is signed with quotes as they are and blanks as %20', () => {
  const send = async (sent: string, signed: string) => {
    const signature = mac('sha1', `${url}?${signed}From+1`).digest('base64')
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    }
    const delivery = { method: 'POST', url: `${url}?${sent}`, headers, body: 'From=%2B1' }
    return (await receiverOf('twilio').receive(delivery)).response.status
  }

  test.each([
    ['n=O%27Brien', "n=O'Brien"],
    ['n=O%27Brien', 'n=O%27Brien'],
    ["n=O'Brien+x", 'n=O%27Brien+x'],
    ["n=O'Brien+x", "n=O'Brien%20x"],
    ['n=a+b', 'n=a%20b'],
    ['n=a+b', 'n=a+b'],
    ['b=%28x%29&a=~', 'b=(x)&a=~'],
  ])('%s, signed as %s', async (sent, signed) => {
    expect(await send(sent, signed)).toBe(200)
  })

  test.each([
    ['n=a+b', 'n=ab'],
    ['n=a%26b=c', 'n=a&b=c'],
    ['b=1&a=2', 'a=2&b=1'],
  ])('%s is not %s', async (sent, signed) => {
    expect(await send(sent, signed)).toBe(401)
  })
})

describe('xero: no answer has a body', () => {
  const event = { eventCategory: 'INVOICE', eventType: 'UPDATE' }
  const signed = (body: string) => ({ 'x-xero-signature': mac('sha256', body).digest('base64') })

  test.each([
    ['events', { events: [event] }, 200],
    ['the set-up check', { events: [] }, 200],
    ['an event that no schema describes', { events: [{ ...event, eventType: 'X' }] }, 200],
  ])('%s', async (_what, payload, status) => {
    const body = JSON.stringify(payload)
    const { response } = await receiverOf('xero').receive(post(signed(body), body))
    expect(response).toMatchObject({ status, body: '' })
  })

  test.each([
    ['a wrong signature', signed('other')],
    ['none', {}],
  ])('%s', async (_what, headers) => {
    const { response } = await receiverOf('xero').receive(post(headers, '{"events":[]}'))
    expect(response).toMatchObject({ status: 401, body: '' })
  })
})

describe('smartcar: both versions of the challenge are answered', () => {
  const challenge = '52f6e0bb-1369-45da-a61c-9e67d092d6db'

  test.each([
    ['4', { eventType: 'VERIFY', data: { challenge } }],
    ['2', { eventName: 'verify', payload: { challenge } }],
  ])('version %s', async (_version, payload) => {
    const { outcome, response } = await receiverOf('smartcar').receive(
      post({}, JSON.stringify(payload)),
    )
    expect(outcome).toBe('handshake')
    expect(response).toMatchObject({
      status: 200,
      body: JSON.stringify({ challenge: mac('sha256', challenge).digest('hex') }),
    })
  })

  test('what could be an event is not signed', async () => {
    const payload = { eventType: 'VERIFY', data: { challenge: '{"eventType":"VEHICLE_STATE"}' } }
    const { response } = await receiverOf('smartcar').receive(post({}, JSON.stringify(payload)))
    expect(response.status).toBe(400)
  })
})
