/** The schema of CloudEvents itself: an envelope that says nothing of types, for those that a config names. */
import { beforeAll, describe, expect, test } from 'vitest'
import { corpus, deliver, hasCorpora, type Made, make } from './corpus.js'

const FILE = 'cloudevents.json'
const NAMES = ['com.github.pull_request.opened', 'com.example.object.deleted.v2']

let made: Made

describe.skipIf(!hasCorpora)('CloudEvents (needs HOOKWRIGHT_SHARED)', () => {
  beforeAll(async () => {
    const file = corpus('cloudevents-spec/cloudevents/formats/cloudevents.json')
    const names = { [FILE]: NAMES }
    made = await make('cloudevents', { [FILE]: file }, { format: 'cloudevents', names })
  }, 300_000)

  const event = {
    specversion: '1.0',
    id: 'A234-1234-1234',
    source: 'https://github.com/cloudevents',
    type: NAMES[0],
    time: '2018-04-05T17:31:00Z',
    data: '<much wow="xml"/>',
    datacontenttype: 'text/xml',
  }

  test('has the events that the config names', () => {
    expect([...made.sdk.eventNames]).toEqual([...NAMES].sort())
  })

  test('takes the example of the specification, and refuses what its schema does', async () => {
    const headers = { 'content-type': 'application/cloudevents+json' }
    const sent = await deliver(made, { body: event, headers })
    expect(sent).toEqual({ status: 200, called: [NAMES[0]], payloads: [event] })
    const late = { ...event, time: 'yesterday' }
    expect(await deliver(made, { body: late, headers })).toMatchObject({ status: 422 })
    const unknown = { ...event, type: 'other' }
    expect(await deliver(made, { body: unknown, headers })).toMatchObject({ called: [] })
  })

  test('in binary mode and in a batch it is the same event', async () => {
    const attributes = Object.entries(event).filter(([name]) => !name.startsWith('data'))
    const headers = Object.fromEntries(attributes.map(([name, value]) => [`ce-${name}`, value]))
    const body = new TextEncoder().encode(event.data)
    const binary = { body, headers: { ...headers, 'content-type': 'text/xml' } }
    expect(await deliver(made, binary)).toMatchObject({ status: 200, payloads: [event] })
    const batch = { 'content-type': 'application/cloudevents-batch+json' }
    const two = [event, { ...event, id: '2', type: NAMES[1] }]
    const sent = await deliver(made, { body: two, headers: batch })
    expect(sent).toMatchObject({ status: 200, called: NAMES })
  })
})
