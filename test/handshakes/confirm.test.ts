/** Confirmations by a request of the receiver's own: to the sender's hosts, and after the proof. */
import { expect, test } from 'vitest'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { api, type Call } from './serve.js'
import { KEY, signed, start, startFlows } from './start.js'

const ARN = 'arn:aws:sns:eu-west-1:1:orders'
const CONFIRM_URL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t'

const confirmation = (url: string) => {
  return signed(JSON.stringify({ SubscribeURL: url, TopicArn: ARN }), {
    'x-amz-sns-message-type': 'SubscriptionConfirmation',
  })
}

test('H13: SNS, a confirmation by a request to a pinned host', async () => {
  const { asked, fetch } = api()
  const { call, events } = await startFlows({ fetch, account: ARN })
  expect(await call(confirmation(CONFIRM_URL))).toMatchObject({ status: 200 })
  expect(asked).toEqual([
    { url: CONFIRM_URL, method: 'GET', headers: {}, body: undefined, redirect: 'manual' },
  ])
  expect(events).toEqual([])
})

const notCalled: [name: string, url: string][] = [
  ['another host', 'https://sns.eu-west-1.amazonaws.com.evil.test/'],
  ['a host with more labels', 'https://a.sns.eu-west-1.amazonaws.com/'],
  ['a host in the name of a user', 'https://sns.eu-west-1.amazonaws.com@evil.test/'],
  ['a user', 'https://u:p@sns.eu-west-1.amazonaws.com/'],
  ['a port', 'https://sns.eu-west-1.amazonaws.com:8443/'],
  ['plain HTTP', 'http://sns.eu-west-1.amazonaws.com/'],
  ['a loopback address', 'https://127.0.0.1/'],
  ['no URL', 'sns.eu-west-1.amazonaws.com'],
]
test.each(notCalled)(
  'mistake 22: SNS, a confirmation that leads to %s is not sent',
  async (_name, url) => {
    const { asked, fetch } = api()
    const { call } = await startFlows({ fetch })
    expect((await call(confirmation(url))).status).toBe(503)
    expect(asked).toEqual([])
  },
)

test('mistake 22: SNS, an unsigned confirmation and one of another topic are not sent', async () => {
  const { asked, fetch } = api()
  const { call } = await startFlows({ fetch, account: 'arn:aws:sns:eu-west-1:1:mine' })
  const genuine = confirmation(CONFIRM_URL)
  const unsigned = { ...genuine, headers: { 'x-amz-sns-message-type': 'SubscriptionConfirmation' } }
  expect((await call(unsigned)).status).toBe(401)
  expect((await call(genuine)).status).toBe(401)
  expect(asked).toEqual([])
})

const failing: [name: string, answer: Response | Error][] = [
  ['fails', new Error('ECONNREFUSED')],
  ['is refused', new Response('no', { status: 403 })],
  [
    'is sent elsewhere',
    new Response(null, { status: 302, headers: { location: 'https://a.test' } }),
  ],
]
test.each(failing)(
  'H13: SNS, a confirmation that %s makes the sender try again',
  async (_name, answer) => {
    const { call } = await startFlows({ fetch: api(answer).fetch })
    const reply = await call(confirmation(CONFIRM_URL))
    expect(reply.status).toBe(503)
    expect(reply.headers['retry-after']).toBe('60')
  },
)

const ours = 'https://rp-1.eventgrid.azure.net:553/validate?id=1'
function eventGrid(code: string, validationUrl = ours): Call {
  return {
    path: `/?code=${code}`,
    headers: { 'aeg-event-type': 'SubscriptionValidation' },
    body: JSON.stringify([{ data: { validationUrl } }]),
  }
}
function options(origin: string, callback = 'https://callback.example.com/cb?token=1'): Call {
  const headers = { 'webhook-request-origin': origin, 'webhook-request-callback': callback }
  return { method: 'OPTIONS', headers }
}

async function startCalledBack() {
  const { asked, fetch } = api()
  const secretStore = memorySecretStore({ pending: ['default'] })
  const started = await start('called-back', { secrets: { CODE: 'code-1' }, secretStore, fetch })
  return { ...started, asked, secretStore }
}

const called: [flow: string, call: Call, url: string][] = [
  ['H12: Event Grid, by its validation URL', eventGrid('code-1'), ours],
  [
    'H14: CloudEvents, by its callback',
    options('events.example.com'),
    'https://callback.example.com/cb?token=1',
  ],
]
test.each(called)('%s', async (_flow, call, url) => {
  const { call: send, asked } = await startCalledBack()
  expect((await send(call)).status).toBe(200)
  expect(asked.map((one) => `${one.method} ${one.url}`)).toEqual([`GET ${url}`])
})

const notCalledBack: [flow: string, call: Call, status: number][] = [
  ['H12: Event Grid, a wrong code', eventGrid('code-2'), 401],
  ['H12: Event Grid, a URL of somebody else', eventGrid('code-1', 'https://a.test/'), 503],
  [
    'H12: Event Grid, another port',
    eventGrid('code-1', 'https://rp-1.eventgrid.azure.net/validate?id=1'),
    503,
  ],
  ['H12: Event Grid, the address of a cloud', eventGrid('code-1', 'http://169.254.169.254/'), 503],
  ['H14: CloudEvents, an unknown origin', options('evil.example'), 400],
  ['H14: CloudEvents, a callback elsewhere', options('events.example.com', 'https://a.test/'), 503],
]
test.each(notCalledBack)('%s: nobody is called', async (_flow, call, status) => {
  const { call: send, asked } = await startCalledBack()
  expect((await send(call)).status).toBe(status)
  expect(asked).toEqual([])
})

test('mistake 6: Notion, a token in the body of an event is no way round the proof', async () => {
  const { call, events, secretStore } = await startCalledBack()
  const token = { body: JSON.stringify({ verification_token: KEY }) }
  expect(await call(token)).toMatchObject({ status: 200, body: '' })
  const forged = JSON.stringify({ type: 'happened', verification_token: 'evil' })
  expect((await call({ body: forged })).status).toBe(401)
  expect(await secretStore.get('TOKEN', 'default')).toBe(KEY)
  expect((await call(signed('{"type":"happened"}'))).status).toBe(200)
  expect(events).toHaveLength(1)
})
