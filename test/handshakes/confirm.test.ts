/** Confirmations by a request of the receiver's own: to the sender's hosts, and after the proof. */
import { expect, test } from 'vitest'
import { api } from './serve.js'
import { signed, startFlows } from './start.js'

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
