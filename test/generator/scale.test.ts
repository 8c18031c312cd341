/** Large inputs: many events, and objects with many members. */
import { expect, test } from 'vitest'
import { nameOf, syntheticProvider } from '../../bench/synthetic.js'
import { generateOrThrow, loadSdk, loadTesting } from '../support/sdk.js'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** Delivers a payload, signed, and returns the status and whether the handler ran. */
async function deliver(out: string, name: string, payload: unknown) {
  const sdk = await loadSdk(out, 'big')
  const { sign } = await loadTesting(out, 'big')
  const receiver = sdk.createReceiver({ secret: SECRET, logger: { warn() {}, error() {} } })
  let ran = false
  receiver.onEvent(name, () => {
    ran = true
  })
  const request = await sign(name, payload, { secret: SECRET })
  return { status: (await receiver.fetch(request)).status, ran }
}

const inFolder = (files: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(files).map(([path, value]) => [`big/${path}`, value]))

test('a provider of 1,000 events', async () => {
  const { out } = await generateOrThrow(inFolder(syntheticProvider(1000)))
  expect((await loadSdk(out, 'big')).eventNames).toHaveLength(1000)
  const name = nameOf(999)
  const object = { id: '6f0f3a52-0d6c-4a0e-9d5e-0d2f0f1c7a11', name: 'one' }
  expect(await deliver(out, name, { type: name, data: { object } })).toEqual({
    status: 200,
    ran: true,
  })
  expect(await deliver(out, name, { type: name, data: { object: { id: 7 } } })).toEqual({
    status: 422,
    ran: false,
  })
}, 300_000)

test('an object of 3,000 properties, half of them required', async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `member${index}`)
  const required = ['type', ...names.filter((_, index) => index % 2 === 0)]
  const members = Object.fromEntries(names.map((name) => [name, { type: 'integer' }]))
  const properties = { type: { const: 'wide' }, ...members }
  const { out } = await generateOrThrow({
    'big/webhooks.json': { auth: { type: 'standardWebhooks' } },
    'big/events/wide.json': { type: 'object', required, properties },
  })
  const payload: Record<string, unknown> = {
    type: 'wide',
    ...Object.fromEntries(names.map((name, index) => [name, index])),
  }
  expect(await deliver(out, 'wide', payload)).toEqual({ status: 200, ran: true })
  const { member2998: _, ...less } = payload
  const wrong = { ...payload, member2999: 'text' }
  for (const bad of [less, wrong]) {
    expect(await deliver(out, 'wide', bad)).toEqual({ status: 422, ran: false })
  }
})
