/** OpenAPI documents that providers publish: resend, Svix, and the small examples. */
import { beforeAll, describe, expect, test } from 'vitest'
import { corpus, deliver, hasCorpora, type Made, make } from './corpus.js'

let made: Made

describe.skipIf(!hasCorpora)('resend: OpenAPI 3.1 webhooks (needs HOOKWRIGHT_SHARED)', () => {
  beforeAll(async () => {
    made = await make('resend', { 'resend.yaml': corpus('resend/resend.yaml') }, {})
  }, 300_000)

  test('has 17 events, named as deliveries name them', () => {
    expect(made.sdk.eventNames).toHaveLength(17)
    expect(made.sdk.eventNames).toContain('email.delivery_delayed')
  })

  const contact = {
    type: 'contact.deleted',
    created_at: '2026-01-01T00:00:00Z',
    data: {
      id: 'e169aa45-1ecf-4183-9955-b1499d5701d3',
      audience_id: '78261eea-8f8b-4381-83c6-79fa7120f1cf',
      segment_ids: [],
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      email: 'a@example.com',
      unsubscribed: false,
    },
  }

  test('takes a contact, and refuses one whose address is a number', async () => {
    expect(await deliver(made, { body: contact })).toMatchObject({
      status: 200,
      called: ['contact.deleted'],
    })
    const broken = { ...contact, data: { ...contact.data, email: 7 } }
    expect(await deliver(made, { body: broken })).toMatchObject({ status: 422, called: [] })
  })
})

describe.skipIf(!hasCorpora)('Svix: OpenAPI 3.0 x-webhooks (needs HOOKWRIGHT_SHARED)', () => {
  beforeAll(async () => {
    made = await make('svix', { 'openapi.json': corpus('svix/server/openapi.json') }, {})
  }, 300_000)

  test('names its 7 events as deliveries do, and not as their schemas are called', () => {
    expect([...made.sdk.eventNames]).toEqual([
      'endpoint.created',
      'endpoint.deleted',
      'endpoint.disabled',
      'endpoint.updated',
      'message.attempt.exhausted',
      'message.attempt.failing',
      'message.attempt.recovered',
    ])
  })

  test('takes null where 3.0 says nullable, and a text where it is one', async () => {
    const data = {
      appId: 'app_1srOrx2ZWZBpBUvZwXKQmoEYga2',
      endpointId: 'ep_1srOrx2ZWZBpBUvZwXKQmoEYga2',
    }
    const event = { type: 'endpoint.created', data: { ...data, appUid: null } }
    expect(await deliver(made, { body: event })).toMatchObject({ status: 200 })
    const broken = { type: 'endpoint.created', data: { ...data, appUid: 7 } }
    expect(await deliver(made, { body: broken })).toMatchObject({ status: 422 })
  })
})

describe.skipIf(!hasCorpora)('events without a type in the body (needs HOOKWRIGHT_SHARED)', () => {
  const events = { type: '{header:x-event}' }

  test('museum: its own example', async () => {
    made = await make('museum', { 'openapi.yaml': corpus('museum/openapi.yaml') }, events)
    const body = {
      eventId: '6744a0da-4121-49cd-8479-f8cc20526495',
      name: 'Time Traveler Tea Party',
      location: 'Temporal Tearoom',
      eventDescription: 'Sip tea with important historical figures.',
      dates: ['2023-11-18', '2023-11-25', '2023-12-02'],
      price: 60,
    }
    const headers = { 'x-event': 'publishNewEvent' }
    expect(await deliver(made, { body, headers })).toMatchObject({
      status: 200,
      called: ['publishNewEvent'],
    })
    const late = { ...body, dates: ['18 November'] }
    expect(await deliver(made, { body: late, headers })).toMatchObject({ status: 422 })
  }, 300_000)

  test('readme: two documents, one of which is called webhooks.json', async () => {
    made = await make('oas', { openapi: corpus('oas-examples-31/3.1/json') }, events)
    expect([...made.sdk.eventNames]).toEqual(['newBooking', 'newPet'])
    const headers = { 'x-event': 'newPet' }
    expect(await deliver(made, { body: { id: 1, name: 'Rex' }, headers })).toMatchObject({
      status: 200,
      called: ['newPet'],
    })
    expect(await deliver(made, { body: { id: 1 }, headers })).toMatchObject({ status: 422 })
    const booking = {
      id: 'efdbb9d1-02c2-4bc3-afb7-6788d8782b1e',
      trip_id: 'efdbb9d1-02c2-4bc3-afb7-6788d8782b1e',
      passenger_name: 'John Doe',
      has_bicycle: true,
      has_dog: true,
      links: { self: 'https://api.example.com/bookings/1725ff48-ab45-4bb5-9d02-88745177dedb' },
    }
    expect(
      await deliver(made, { body: booking, headers: { 'x-event': 'newBooking' } }),
    ).toMatchObject({ status: 200, called: ['newBooking'] })
  }, 300_000)
})
