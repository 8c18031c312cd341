/** The payloads of the hostile inputs, signed and delivered to the SDKs generated for them. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { generate } from '../support/package.js'
import { loadSdk, loadTesting } from '../support/sdk.js'
import { cases, payloadsOf, stageCase } from './cases.js'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** Names its events beside the payload, as the payloads are what the schemas describe. */
const CONFIG = {
  auth: { type: 'standardWebhooks' },
  // What the payloads are called is what the schemas say of them.
  validation: 'strict',
  events: { schemas: 'schemas/**', type: '{query:event}', id: '{header:webhook-id}' },
}

/** Names that a lookup in an ordinary object would find, and patterns. */
const STRANGERS = ['toLocaleString', 'isPrototypeOf', '__defineGetter__', 'x', '**', 'user.*']

const WANTED = {
  valid: { outcome: 'handled', status: 200, calls: 1 },
  invalid: { outcome: 'invalid', status: 422, calls: 0 },
  malformed: { outcome: 'rejected', status: 400, calls: 0 },
} as const

/** Cases about names: each event of theirs has to reach its own handler. */
const NAMING = /^0(?:19|41|42|43|45|46|47|49)-/

const out = temporaryFolder()
const delivered = cases.filter((one) => payloadsOf(one).length > 0 || NAMING.test(one.name))

describe.each(delivered)('$name', (one) => {
  const { name } = one

  beforeAll(async () => {
    const folder = stageCase(one, temporaryFolder())
    // The empty name is an error, and would hide what becomes of the others.
    if (name.startsWith('047-')) rmSync(join(folder, 'schemas/g.json'))
    writeFileSync(join(folder, 'webhooks.json'), JSON.stringify({ ...CONFIG, provider: name }))
    const { diagnostics } = await generate({ folders: [folder], out, build: false })
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test.each(payloadsOf(one))('$file', async ({ event, verdict, body }) => {
    const prototype = Object.getOwnPropertyNames(Object.prototype)
    const { calls, ...result } = await deliver(name, event, body)
    expect({ ...result, calls: calls.length }).toEqual(WANTED[verdict])
    if (verdict === 'valid') expect(calls).toEqual([{ handler: event, payload: parse(body) }])
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype)
  })

  if (!NAMING.test(name)) return

  test('every event reaches its own handler and no other', async () => {
    const { eventNames } = await loadSdk(out, name)
    expect(eventNames.length).toBeGreaterThan(1)
    for (const event of eventNames) {
      const payload = payloadFor(name, event)
      const { outcome, calls } = await deliver(name, event, encode(payload))
      expect(outcome).toBe('handled')
      expect(calls).toEqual([{ handler: event, payload }])
    }
  })

  test.each(STRANGERS)('an event called %s is unknown', async (event) => {
    const { outcome, calls } = await deliver(name, event, encode(payloadFor(name, event)))
    expect({ outcome, calls }).toEqual({ outcome: 'unknown', calls: [] })
  })
})

test('there are payloads of each verdict', () => {
  const verdicts = delivered.flatMap((one) => payloadsOf(one).map(({ verdict }) => verdict))
  expect(new Set(verdicts)).toEqual(new Set(Object.keys(WANTED)))
})

/** What the schemas of the naming cases ask for: some their own name as `k`, some an `id`. */
function payloadFor(name: string, event: string): unknown {
  if (event === 'billing.v2.invoice.paid') return { id: 1 }
  if (name.startsWith('045-') && event.startsWith('ordre')) {
    return { k: event === event.normalize('NFC') ? 'nfc' : 'nfd' }
  }
  return { k: event, id: 'x' }
}

/** Delivers a body to a receiver that has a handler for every event. */
async function deliver(provider: string, event: string, body: Uint8Array) {
  const { createReceiver, eventNames } = await loadSdk(out, provider)
  const { sign } = await loadTesting(out, provider)
  const receiver = createReceiver({ secret: SECRET, logger: { warn() {}, error() {} } })
  const calls: { handler: string; payload: unknown }[] = []
  for (const handler of eventNames) {
    receiver.onEvent(handler, (payload) => void calls.push({ handler, payload }))
  }
  const { method, url, headers } = await sign(event, undefined, { secret: SECRET, body })
  const { outcome, response } = await receiver.receive({ method, url, headers, body })
  return { outcome, status: response.status, calls }
}

function encode(payload: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(payload))
}

function parse(body: Uint8Array): unknown {
  return JSON.parse(Buffer.from(body).toString('utf8'))
}
