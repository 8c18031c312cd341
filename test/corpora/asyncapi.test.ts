/** AsyncAPI documents: the examples of the specification, each as a provider of its own. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { attempt, corpus, deliver, hasCorpora, make } from './corpus.js'

const EXAMPLES = 'asyncapi-examples/examples'
const HEADER = { type: '{header:x-event}' }

const HEARTBEAT = { type: 'heartbeat', socket_sequence: 1656 }

/** A payload of each document that its schema takes, and one that it does not. */
const DOCUMENTS: readonly (readonly [
  file: string,
  event: string,
  count: number,
  valid: unknown,
  invalid: unknown,
])[] = [
  ['anyof', 'testMessages', 1, { key: 'a' }, 7],
  ['application-headers', 'lightMeasured', 1, { lumens: 3 }, { lumens: -1 }],
  ['correlation-id', 'dimLight', 1, { percentage: 50 }, { percentage: 101 }],
  ['gitter-streaming', 'chatMessage', 2, { id: 'a', readBy: 1 }, { id: 1 }],
  ['kraken-websocket-request-reply-message-filter-in-reply', 'heartbeat', 2, {}, 7],
  ['kraken-websocket-request-reply-multiple-channels', 'systemStatus', 2, {}, 7],
  ['mercure', 'book', 1, { isbn: '1' }, { isbn: 1 }],
  ['not', 'testMessages', 1, { key: 'a' }, { key: 1 }],
  ['oneof', 'objectWithKey2', 2, { key2: 'a' }, { key2: 1 }],
  ['operation-security', 'message', 1, {}, 7],
  ['rpc-client', 'requestSum', 1, { numbers: [1] }, { numbers: ['1'] }],
  ['rpc-server', 'sendSumResult', 1, { result: 1 }, { result: '1' }],
  ['simple', 'UserSignedUp', 1, { email: 'a@example.com' }, { email: 'a' }],
  ['streetlights-kafka', 'turnOnOff', 2, { command: 'on' }, { command: 'blue' }],
  ['streetlights-mqtt', 'dimLight', 2, { percentage: 0 }, { percentage: '0' }],
  ['streetlights-operation-security', 'turnOnOff', 2, { command: 'off' }, { command: 1 }],
  ['websocket-gemini', 'marketData', 1, HEARTBEAT, { ...HEARTBEAT, type: 'other' }],
]

describe.skipIf(!hasCorpora)('AsyncAPI 3 (needs HOOKWRIGHT_SHARED)', () => {
  test.each(DOCUMENTS)(
    '%s',
    async (file, event, count, valid, invalid) => {
      const name = `${file}-asyncapi.yml`
      const made = await make(file, { [name]: corpus(EXAMPLES, name) }, HEADER)
      expect(made.sdk.eventNames).toHaveLength(count)
      const headers = { 'x-event': event }
      expect(await deliver(made, { body: valid, headers })).toMatchObject({
        status: 200,
        called: [event],
      })
      expect(await deliver(made, { body: invalid, headers })).toMatchObject({ status: 422 })
    },
    300_000,
  )

  test('messages that share one channel are told apart by the type in their payload', async () => {
    const name = 'slack-rtm-asyncapi.yml'
    const made = await make('slack-rtm', { [name]: corpus(EXAMPLES, name) }, {})
    expect(made.sdk.eventNames.length).toBeGreaterThan(40)
    expect(await deliver(made, { body: { type: 'hello' } })).toMatchObject({ status: 200 })
  }, 300_000)

  test('one message of several types is as many events', async () => {
    const name = 'websocket-gemini-asyncapi.yml'
    const made = await make('gemini', { [name]: corpus(EXAMPLES, name) }, {})
    expect([...made.sdk.eventNames]).toEqual(['heartbeat', 'update'])
    const sent = await deliver(made, { body: HEARTBEAT })
    expect(sent).toMatchObject({ status: 200, called: ['heartbeat'] })
    const broken = { ...HEARTBEAT, type: 'update' }
    expect(await deliver(made, { body: broken })).toMatchObject({ status: 422 })
  }, 300_000)

  test('documents that share their messages are one provider', async () => {
    const made = await make('social', { media: corpus(EXAMPLES, 'social-media') }, HEADER)
    expect([...made.sdk.eventNames]).toEqual([
      'commentChanged',
      'commentLiked',
      'likeComment',
      'updateCommentLikes',
    ])
    const headers = { 'x-event': 'commentLiked' }
    expect(await deliver(made, { body: { commentId: 'a' }, headers })).toMatchObject({
      status: 200,
    })
  }, 300_000)

  test('a document whose payloads are Avro has no event, and is told so', async () => {
    const name = 'adeo-kafka-request-reply-asyncapi.yml'
    const { report } = await attempt('adeo', { [name]: corpus(EXAMPLES, name) }, HEADER)
    const said = report.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n')
    expect(said).toContain('"CostingRequestV1" is no event: its payload is described in Avro')
    expect(said).toContain('ERR_NO_EVENTS')
  })

  test('every document of the corpus is in this list', () => {
    const files = readdirSync(corpus(EXAMPLES)).filter((name) => name.endsWith('.yml'))
    const known = [...DOCUMENTS.map(([file]) => file), 'slack-rtm', 'adeo-kafka-request-reply']
    expect(files.map((name) => name.replace('-asyncapi.yml', '')).sort()).toEqual(known.sort())
  })
})

describe.skipIf(!hasCorpora)('AsyncAPI 1 (needs HOOKWRIGHT_SHARED)', () => {
  test('is refused by name and version, with what to do', async () => {
    const { report } = await attempt('slack', { api: corpus('slack-asyncapi/events-api') }, {})
    expect(report.providers).toEqual([])
    expect(report.diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'ERR_INPUT_UNSUPPORTED',
        message: 'the file is a description in AsyncAPI 1.2.0, which is not read',
        hint: expect.stringContaining('AsyncAPI 2 or 3'),
        line: 1,
      }),
    )
  })
})
