/** SNS signs a text of lines for every account: who writes the message must not move what comes behind it. */
import { execFileSync } from 'node:child_process'
import { sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Sent, verifierOf } from './sdks.js'

const OURS = 'arn:aws:sns:eu-west-1:111122223333:orders'
const THEIRS = 'arn:aws:sns:eu-west-1:999999999999:evil'
/** A minute from now, as the certificate is made after this. */
const SENT = Date.now() + 60_000
const TIME = new Date(SENT).toISOString()

const pem = execFileSync(
  'openssl',
  'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=sns.amazonaws.com -keyout -'.split(' '),
  { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' },
)
const [key = ''] = /-----BEGIN PRIVATE.+-----END PRIVATE KEY-----\n/s.exec(pem) ?? []
const [certificate = ''] = /-----BEGIN CERTIFICATE.+/s.exec(pem) ?? []

interface Message {
  readonly Message: string
  readonly MessageId: string
  readonly Timestamp: string
  readonly TopicArn: string
  readonly Type: string
}

const textOf = ({ Message, MessageId, Timestamp, TopicArn, Type }: Message) =>
  `Message\n${Message}\nMessageId\n${MessageId}\nTimestamp\n${Timestamp}\nTopicArn\n${TopicArn}\nType\n${Type}\n`

function deliver(shown: Message, signed: Message = shown): Sent {
  expect(textOf(shown)).toBe(textOf(signed))
  const body = JSON.stringify({
    ...shown,
    SignatureVersion: '2',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a.pem',
    Signature: sign('sha256', Buffer.from(textOf(signed)), key).toString('base64'),
  })
  const headers = { 'Content-Type': 'text/plain; charset=UTF-8' }
  return { method: 'POST', url: 'https://a.example/', headers, body }
}

const verify = verifierOf(['aws-sns'])
const fetch = async () => new Response(certificate)
const judge = (sent: Sent, account: string | ((arn: string) => boolean)) =>
  verify('aws-sns', sent, { secrets: {}, fetch, account, clock: () => SENT })

const plain = { MessageId: 'id-1', Timestamp: TIME, Type: 'Notification' }

test('a message of several lines to our topic is accepted', async () => {
  const sent = deliver({ ...plain, Message: 'one\nTopicArn\ntwo', TopicArn: OURS })
  await expect(judge(sent, OURS)).resolves.toHaveProperty('coverage')
})

/** What a stranger publishes to the own topic: SNS puts its own lines behind it. */
const published = {
  ...plain,
  Message: `evil\nMessageId\nid-2\nTimestamp\n${TIME}\nTopicArn\n${OURS}\nType\nNotification`,
  TopicArn: THEIRS,
}
const rest = `\nMessageId\nid-1\nTimestamp\n${TIME}\nTopicArn\n${THEIRS}\nType\nNotification`
const forged = { Message: 'evil', MessageId: 'id-2', Timestamp: TIME }

test.each([
  ['type', { ...forged, TopicArn: OURS, Type: `Notification${rest}` }, OURS],
  [
    'topic, for a function that asks for a prefix',
    {
      ...forged,
      TopicArn: `${OURS}\nType\nNotification${rest.replace(/\nType.*$/s, '')}`,
      Type: 'Notification',
    },
    (arn: string) => arn.startsWith('arn:aws:sns:eu-west-1:111122223333:'),
  ],
])('the lines of another topic are not hidden in the %s', async (_name, shown, account) => {
  await expect(judge(deliver(shown, published), account)).rejects.toMatchObject({ status: 401 })
})

test('nor are those of the message in its id', async () => {
  const signed = { ...plain, Message: 'm\nMessageId\nid-0', TopicArn: OURS }
  const shown = { ...plain, Message: 'm', MessageId: 'id-0\nMessageId\nid-1', TopicArn: OURS }
  await expect(judge(deliver(shown, signed), OURS)).rejects.toMatchObject({ status: 401 })
})
