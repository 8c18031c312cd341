/** The flows by which senders set a webhook up, each over real HTTP: what it is answered, and what not. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Answer, Call } from './serve.js'
import { KEY, mac, runtimeOf, signed, start, startFlows, VERIFY_TOKEN } from './start.js'

const TEXT = 'text/plain; charset=utf-8'
const slack = JSON.stringify({ type: 'url_verification', challenge: 'c-1' })
const zoom = JSON.stringify({
  event: 'endpoint.url_validation',
  payload: { plainToken: 'plain-1' },
})
const twitch = { 'twitch-eventsub-message-type': 'webhook_callback_verification' }
const hub = '/?hub.mode=subscribe&hub.challenge=c1&hub.verify_token='
const topic = '&hub.lease_seconds=10&hub.topic='
const origin = { 'webhook-request-origin': 'events.example.com' }
const code = {
  eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
  data: { validationCode: 'v-1' },
}

type Want = { status?: number; headers?: Record<string, string>; body?: string }
const answered: [flow: string, call: Call, want: Want][] = [
  [
    'H1: Graph, a query that is decoded',
    { path: '/?validationToken=Validation%3A%20a+b%2Fc' },
    { headers: { 'content-type': TEXT }, body: 'Validation: a b/c' },
  ],
  [
    'H1: Dropbox, a query by GET, never as a page',
    { method: 'GET', path: '/?challenge=%3Cscript%3E' },
    { headers: { 'content-type': TEXT, 'x-content-type-options': 'nosniff' }, body: '<script>' },
  ],
  ['H2: Meta, a token that fits', { method: 'GET', path: hub + VERIFY_TOKEN }, { body: 'c1' }],
  [
    'H2: WebSub, a topic that is pending',
    { method: 'GET', path: `/?hub.mode=subscribe&hub.challenge=c2${topic}https://hub.test/topic` },
    { body: 'c2' },
  ],
  [
    'H3: Twitch, signed, as raw text of exact length',
    signed('{"challenge":"pogchamp"}', twitch),
    { headers: { 'content-type': TEXT, 'content-length': '8' }, body: 'pogchamp' },
  ],
  ['H4: Slack, signed, as JSON', signed(slack), { body: '{"challenge":"c-1"}' }],
  [
    'H5: Smartsheet, a header for a header',
    { headers: { 'smartsheet-hook-challenge': 's-1' }, body: '{"webhookId":1}' },
    { headers: { 'smartsheet-hook-response': 's-1' }, body: '' },
  ],
  ['H6: Discord, a signed ping', signed('{"type":1}'), { body: '{"type":1}' }],
  [
    'H7: Okta, a header as JSON',
    { method: 'GET', headers: { 'x-okta-verification-challenge': 'o-1' } },
    { headers: { 'content-type': 'application/json' }, body: '{"verification":"o-1"}' },
  ],
  [
    'H9: X, the HMAC of a token',
    { method: 'GET', path: '/?crc_token=abc-1' },
    { body: `{"response_token":"sha256=${mac('abc-1', 'base64')}"}` },
  ],
  [
    'H9: Zoom, the HMAC of a token that came signed',
    signed(zoom),
    { body: `{"plainToken":"plain-1","encryptedToken":"${mac('plain-1')}"}` },
  ],
  [
    'H10: eBay, a hash over token and URL',
    { method: 'GET', path: '/?challenge_code=a8628072' },
    { body: ebayAnswer() },
  ],
  [
    'H12: Event Grid, the code of a request with the configured token',
    {
      path: `/?code=${VERIFY_TOKEN}`,
      headers: { 'aeg-event-type': 'SubscriptionValidation' },
      body: JSON.stringify([code]),
    },
    { body: '{"validationResponse":"v-1"}' },
  ],
  [
    'H14: CloudEvents, an origin that is known',
    { method: 'OPTIONS', headers: origin },
    {
      headers: {
        'webhook-allowed-origin': 'events.example.com',
        'webhook-allowed-rate': '120',
        allow: 'POST',
      },
      body: '',
    },
  ],
  ['H15: a probe by HEAD', { method: 'HEAD' }, { body: '' }],
]
test.each(answered)('%s', async (_flow, call, want) => {
  const { call: send, events } = await startFlows()
  const answer = await send(call)
  expect(pickOf(answer, want.headers)).toEqual({ status: 200, headers: {}, ...want })
  expect(events).toEqual([])
})

function ebayAnswer(): string {
  const text = `a8628072${VERIFY_TOKEN}https://me.test/hook/`
  return `{"challengeResponse":"${createHash('sha256').update(text).digest('hex')}"}`
}

function pickOf({ status, headers, body }: Answer, wanted: Record<string, string> = {}) {
  const names = Object.keys(wanted)
  return { status, headers: Object.fromEntries(names.map((name) => [name, headers[name]])), body }
}

const refused: [flow: string, call: Call, status: number][] = [
  ['H1: Dropbox, two challenges', { method: 'GET', path: '/?challenge=a&challenge=b' }, 405],
  ['H2: Meta, a wrong token', { method: 'GET', path: `${hub}wrong` }, 403],
  ['H2: Meta, an empty token', { method: 'GET', path: hub }, 403],
  [
    'H2: WebSub, a topic that nobody asked for',
    { method: 'GET', path: `/?hub.mode=subscribe&hub.challenge=c${topic}https://evil.test/` },
    404,
  ],
  [
    'H2: WebSub, unsubscribing from what nobody asked for',
    { method: 'GET', path: `/?hub.mode=unsubscribe&hub.challenge=c${topic}https://evil.test/` },
    404,
  ],
  ['H3: Twitch, unsigned', { headers: twitch, body: '{"challenge":"x"}' }, 401],
  ['H3: Twitch, signed, without a challenge', signed('{}', twitch), 400],
  ['H4: Slack, unsigned', { body: slack }, 401],
  [
    'H4: Slack, signed with something else',
    { headers: { 'x-signature': mac('x') }, body: slack },
    401,
  ],
  [
    'H5: Smartsheet, a header that ends the header',
    { headers: { 'smartsheet-hook-challenge': 'a\u00e4' }, body: '{}' },
    400,
  ],
  [
    'H6: Discord, a badly signed probe',
    { headers: { 'x-signature': '00' }, body: '{"type":1}' },
    401,
  ],
  [
    'H9: X, an event as a token',
    { method: 'GET', path: '/?crc_token=%7B%22type%22%3A%22a%22%7D' },
    400,
  ],
  ['H9: X, no token', { method: 'GET', path: '/?crc_token=' }, 400],
  ['H9: Zoom, a token that is not signed', { body: zoom }, 401],
  [
    'H9: Zoom, a signed token that is an event',
    signed(
      JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: '{"a":1}' } }),
    ),
    400,
  ],
  [
    'H12: Event Grid, a wrong token',
    {
      path: '/?code=wrong',
      headers: { 'aeg-event-type': 'SubscriptionValidation' },
      body: JSON.stringify([code]),
    },
    401,
  ],
  [
    'H14: CloudEvents, an unknown origin',
    { method: 'OPTIONS', headers: { 'webhook-request-origin': 'evil.example' } },
    405,
  ],
]
test.each(refused)('%s: refused', async (_flow, call, status) => {
  const { call: send, events } = await startFlows()
  const answer = await send(call)
  expect(answer.status).toBe(status)
  expect(answer.body).not.toContain(KEY)
  expect(events).toEqual([])
})

test('H7: Adobe Sign, the client id in the answer to the intent and to every event', async () => {
  const { call, events } = await start('every', { secret: 'client-1' })
  const headers = { 'x-adobesign-clientid': 'client-1' }
  const body = '{"type":"happened"}'
  for (const one of [
    { method: 'GET', headers },
    { headers, body },
  ]) {
    expect(await call(one)).toMatchObject({ status: 200, headers, body: '' })
  }
  expect(events).toHaveLength(1)
  const foreign = { headers: { 'x-adobesign-clientid': 'client-2' }, body }
  const refusal = await call(foreign)
  expect(refusal.status).toBe(401)
  expect(refusal.headers['x-adobesign-clientid']).toBeUndefined()
})

test('H11: Xero, events that are signed or not, and answers without a body', async () => {
  const { call } = await startFlows()
  const body = '{"type":"happened"}'
  expect(await call(signed(body))).toMatchObject({ status: 200, body: '' })
  const wrong = await call({ ...signed(body), headers: { 'x-signature': mac('x') } })
  expect(wrong).toMatchObject({ status: 401, body: '' })
  expect(wrong.headers['set-cookie']).toBeUndefined()
  expect(await call({ body })).toMatchObject({ status: 401, body: '' })
})

test('mistake 1: what X is answered verifies no event', async () => {
  const { call, events } = await startFlows()
  for (const forged of ['abc-1', '123', 'true', 'null']) {
    const { body } = await call({ method: 'GET', path: `/?crc_token=${forged}` })
    const token: string = JSON.parse(body).response_token
    const hex = Buffer.from(token.slice('sha256='.length), 'base64').toString('hex')
    const answer = await call({ headers: { 'x-signature': hex }, body: forged })
    expect(answer.status).toBe(400)
  }
  expect(events).toEqual([])
})

test('mistake 6: a handshake switches verification off for nothing else', async () => {
  const { call, events } = await startFlows()
  await call({ path: '/?validationToken=a' })
  const forged = JSON.stringify({ type: 'happened', challenge: 'c' })
  expect((await call({ body: forged })).status).toBe(401)
  expect(await call({ path: '/?validationToken=a', body: forged })).toMatchObject({ body: 'a' })
  expect(events).toEqual([])
})

test('an SDK holds the code of no flow that its provider does not have', () => {
  const folders = ['handshake', 'outbound', 'subscriptions', 'stores/secrets-memory.ts']
  const held = (provider: string) =>
    folders.filter((folder) => existsSync(runtimeOf(provider, folder)))
  expect(held('every')).toEqual([])
  expect(held('flows')).toEqual(['handshake', 'outbound', 'stores/secrets-memory.ts'])
  expect(existsSync(runtimeOf('called-back', 'handshake/later.ts'))).toBe(false)
  expect(existsSync(runtimeOf('every', 'expr/composite.ts'))).toBe(false)
  expect(existsSync(runtimeOf('flows', 'expr/composite.ts'))).toBe(true)
})
