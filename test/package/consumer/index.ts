/** Compiled by test/package/package.test.ts against the packed SDK, without Node's types. */
import {
  createReceiver,
  type Event,
  type EventName,
  type Events,
  eventNames,
  isEvent,
  schemas,
  type WebhookError,
} from '@example/centrepoint-webhooks'
import { createReceiver as createCore } from '@example/centrepoint-webhooks/core'
import { event as upload } from '@example/centrepoint-webhooks/events/upload'
import { nodeHandler } from '@example/centrepoint-webhooks/node'
import { otelHooks } from '@example/centrepoint-webhooks/otel'
import { bullmqQueue } from '@example/centrepoint-webhooks/queues/bullmq'
import { pgBossQueue } from '@example/centrepoint-webhooks/queues/pg-boss'
import type { redact } from '@example/centrepoint-webhooks/redaction'
import { memoryStore } from '@example/centrepoint-webhooks/stores/memory'
import { postgresStore } from '@example/centrepoint-webhooks/stores/postgres'
import { redisStore } from '@example/centrepoint-webhooks/stores/redis'
import { sign } from '@example/centrepoint-webhooks/testing'

type IsAny<T> = 0 extends 1 & T ? true : false
type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <T extends true>(_claim?: T): void => undefined
const no = <T extends false>(_claim?: T): void => undefined

const receiver = createReceiver({ secret: 'passcode' })
export const { onEvent, onAny, onUnknown, onInvalid, onError, fetch } = receiver
export const handler = nodeHandler(receiver)
export const POST: (request: Request) => Promise<Response> = fetch

onEvent('upload', (event, ctx) => {
  no<IsAny<typeof event>>()
  no<IsAny<typeof ctx>>()
  no<IsAny<typeof event.uploadId>>()
  yes<Equal<typeof event, Events['upload']>>()
  yes<Equal<typeof ctx.id, string | undefined>>()
  if (event.status === 'error') {
    const text: string = event.message
    return text
  }
  // @ts-expect-error TS2322: not a number
  const wrong: number = event.status
  // @ts-expect-error TS2551: no such field
  event.statuss
  return wrong
})

onEvent(['upload', 'raw_processing_complete'], (event) => {
  yes<Equal<typeof event, Events['upload'] | Events['raw_processing_complete']>>()
})

// @ts-expect-error TS2345: a misspelt event
onEvent('uplod', () => undefined)
// @ts-expect-error TS2322: a misspelt event in a list
onEvent(['upload', 'raw_procesing_complete'], () => undefined)

onAny((event) => {
  if (event.name === 'upload') yes<Equal<typeof event.payload, Events['upload']>>()
  if (isEvent(event, 'upload')) yes<Equal<typeof event.payload, Events['upload']>>()
  // @ts-expect-error TS2367: no such name
  return event.name === 'uplod'
})

onUnknown((event) => {
  yes<Equal<typeof event.payload, unknown>>()
})
onInvalid((event) => {
  for (const { pointer, keyword, message } of event.issues) {
    yes<Equal<typeof pointer, string>>()
    yes<Equal<typeof keyword, string>>()
    yes<Equal<typeof message, string>>()
  }
})
onError((error) => {
  const known: WebhookError = error
  return known.code
})

const unchecked = createReceiver({ secret: 'passcode', validation: 'off' })
unchecked.onEvent('upload', (event) => {
  yes<Equal<typeof event, unknown>>()
})

const core = createCore({ secret: 'passcode', events: [upload] })
core.onEvent('upload', (event) => {
  yes<Equal<typeof event, Events['upload']>>()
})
// @ts-expect-error TS2345: a receiver of tokens knows the events that were passed in
core.onEvent('raw_processing_complete', () => undefined)

createReceiver({ auth: { signature: { PASSCODE: 'passcode' } } })
createReceiver({ auth: { basic: { username: 'user', password: 'word' } } })
// @ts-expect-error TS2561: no such scheme
createReceiver({ auth: { signatur: { PASSCODE: 'passcode' } } })
// @ts-expect-error TS2561: no such secret
createReceiver({ auth: { signature: { PASSCOD: 'passcode' } } })

const queue = bullmqQueue({ queue: { add: async () => ({ id: '1' }) } })
createReceiver({ secret: 'passcode', ack: 'enqueue', queue, envelope: { key: 'k' } })
createReceiver({ secret: 'passcode', idempotency: { store: memoryStore() }, hooks: otelHooks({}) })
// @ts-expect-error TS2345: no client of Redis
redisStore({})
// @ts-expect-error TS2345: no client of PostgreSQL
postgresStore({})
// @ts-expect-error TS2740: no pg-boss
pgBossQueue({ boss: {}, name: 'webhooks' })
// @ts-expect-error TS2739: a queue is no store
createReceiver({ secret: 'passcode', idempotency: { store: queue } })
yes<Equal<ReturnType<typeof redact>, unknown>>()

const names: readonly EventName[] = eventNames
yes<Equal<Event<'upload'>['payload'], Events['upload']>>()
export const unwrapped: Promise<Event> = receiver.unwrap({ headers: {}, body: '' })
export const validated = schemas.upload['~standard'].validate({})
export const signed: Promise<Request> = sign(
  'upload',
  { uploadId: 1, studyId: 2, subjectId: 3, status: 'started' },
  { secret: 'passcode' },
)
// @ts-expect-error TS2345: not a payload of the event
sign('upload', { status: 'lost' }, { secret: 'passcode' })

export { names }
