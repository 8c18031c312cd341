/** What a config says of its sender: read where it stands, refused where it contradicts itself. */
import { expect, test } from 'vitest'
import { planSender } from '../../../generator/auth/sender.js'
import { planSequence, reportSequence } from '../../../generator/auth/sequence.js'
import { Spot } from '../../../generator/auth/spot.js'
import { validateConfig } from '../../../generator/config/validate.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const locate = () => ({ line: 1, column: 1 })

async function plan(more: JsonObject) {
  const config = { auth: hmac(), ...more }
  const diagnostics = new Diagnostics()
  const at = { file: 'webhooks.json', locate }
  const isValid = await validateConfig(config, at, diagnostics)
  const { auth, respond, source } = planned(config)
  const spot = new Spot(diagnostics, at.file, locate)
  const sender = isValid ? planSender(config, respond, spot) : undefined
  const sequence = isValid ? planSequence(config, source, spot) : undefined
  reportSequence(auth, { sequence, source }, spot)
  const said = diagnostics.list.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)
  return { sender, sequence, said }
}

test('what a config leaves out is not known', async () => {
  const { sender, sequence, said } = await plan({})
  expect(said).toEqual([])
  expect(Object.values(sender ?? { none: 1 })).toEqual(new Array(6).fill(undefined))
  expect(sequence).toBeUndefined()
})

test('what a config says is taken', async () => {
  const facts = { deadlineSeconds: 2.5, retries: false, retriesClientErrors: false }
  const { sender, said } = await plan({
    sender: { ...facts, successStatuses: [200, 204], stopRetry: { headers: { 'x-stop': '1' } } },
    respond: { ok: { status: 204 }, unknownEvent: { status: 200 } },
  })
  expect(said).toEqual([])
  expect(sender).toMatchObject({ ...facts, successStatuses: [200, 204] })
  expect(sender?.stopRetry).toMatchObject({ status: 200, headers: [['x-stop', expect.anything()]] })
})

const body = '{json:/n}'
const wrong: [name: string, config: JsonObject, want: string][] = [
  [
    'a success that the sender takes for a failure',
    { sender: { successStatuses: [200] }, respond: { ok: { status: 202 } } },
    'ERR_SENDER_STATUS #/respond/ok/status the sender does not take 202 for success',
  ],
  [
    'an answer to unknown events that makes the sender repeat them',
    { sender: { successStatuses: [200] }, respond: { unknownEvent: { status: 204 } } },
    'ERR_SENDER_STATUS #/respond/unknownEvent/status the sender does not take 204 for success',
  ],
  [
    'a stop signal that reads the delivery',
    { sender: { stopRetry: { headers: { 'x-id': '{header:x-id}' } } } },
    'ERR_EXPR #/sender/stopRetry/headers/x-id the source "header" cannot be read here in the expression "{header:x-id}"',
  ],
  [
    'a stop signal that says nothing',
    { sender: { stopRetry: {} } },
    'ERR_CONFIG #/sender/stopRetry "stopRetry" must NOT have fewer than 1 properties',
  ],
  [
    'a misspelt fact',
    { sender: { retriesClientError: true } },
    'ERR_CONFIG #/sender/retriesClientError unknown key "retriesClientError"',
  ],
  [
    'a success that is none',
    { sender: { successStatuses: [302] } },
    'ERR_CONFIG #/sender/successStatuses/0 "0" must be <= 299',
  ],
  [
    'an invalid payload answered as if it were taken',
    { respond: { invalid: { status: 200 } } },
    'ERR_CONFIG #/respond/invalid/status "status" must be >= 400',
  ],
  [
    'a position that is only read when there is a list',
    { events: { sequence: '{item:/n}' } },
    'ERR_ITEM #/events/sequence {item:…} is read where there is no list',
  ],
  [
    'an order that must be guessed',
    { events: { sequence: { value: body } } },
    'ERR_CONFIG #/events/sequence "sequence" needs "as"',
  ],
  [
    'an order that does not exist',
    { events: { sequence: { value: body, as: 'date' } } },
    'ERR_CONFIG #/events/sequence/as "as" must be one of "number", "time", "text"',
  ],
  [
    'a position that whoever repeats a delivery could raise',
    { events: { sequence: '{header:x-n}' } },
    'WARN_SEQUENCE #/events/sequence the proof does not cover the value that orders events',
  ],
  [
    'a key that whoever repeats a delivery could change',
    { events: { sequence: { value: body, as: 'number', key: '{header:x-key}' } } },
    'WARN_SEQUENCE #/events/sequence the proof does not cover the key that orders events',
  ],
]
test.each(wrong)('%s', async (_name, config, want) => {
  const { said } = await plan(config)
  expect(said).toContain(want)
})

test.each([
  ['an expression alone is a number', body, 'number', undefined],
  ['an object says how', { value: body, as: 'time' }, 'time', undefined],
  ['and of what', { value: body, as: 'text', key: '{json:/k}' }, 'text', 1],
])('sequence: %s', async (_name, sequence, as, keys) => {
  const planned = await plan({ events: { sequence } })
  expect(planned.said).toEqual([])
  expect(planned.sequence).toMatchObject({ as, value: [{ source: 'json', arg: '/n' }] })
  expect(planned.sequence?.key?.length).toBe(keys)
})

test('the position of an element is covered where the body is', async () => {
  const events = { batch: '/list', sequence: { value: '{item:/n}', as: 'number' } }
  expect((await plan({ events })).said).toEqual([])
})
