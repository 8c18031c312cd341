/** Signed payloads made to keep a generated receiver busy: each is answered soon, and the next one too. */
import { beforeAll, describe, expect, test } from 'vitest'
import { processorTime } from '../support/processor-time.js'
import {
  generateOrThrow,
  type LoadedSdk,
  type LoadedTesting,
  loadSdk,
  loadTesting,
} from '../support/sdk.js'
import { FILES, HOSTILE, honest } from './payloads.js'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
/** More than receivers take unless they are told to. */
const MOST_BYTES = 16 << 20
/** An idle core takes half of it at most. */
const MOST_MILLISECONDS = 2000
/** The machine may be busy with something else. */
const ROUNDS = 3

let sdk: LoadedSdk
let testing: LoadedTesting

beforeAll(async () => {
  const { out } = await generateOrThrow({
    ...FILES,
    'webhooks.json': {
      provider: 'hostile',
      auth: { type: 'standardWebhooks' },
      validation: 'strict',
      events: { schemas: 'events/**', type: '{query:event}', id: '{header:webhook-id}' },
    },
  })
  sdk = await loadSdk(out, 'hostile')
  testing = await loadTesting(out, 'hostile')
}, 300_000)

describe.each(['strict', 'tolerant'] as const)('a receiver that is %s', (mode) => {
  test.each(HOSTILE)('and %s', async (_what, event, strict, tolerant, body) => {
    const { receiver, handled } = receiverOf(mode)
    const want = mode === 'strict' ? strict : tolerant
    const text = body()
    let least = Number.POSITIVE_INFINITY
    for (let round = 0; round < ROUNDS && least > MOST_MILLISECONDS; round++) {
      handled.length = 0
      const { status, took } = await deliver(receiver, event, text)
      expect({ status, handled }).toEqual({ status: want, handled: want === 200 ? [event] : [] })
      least = Math.min(least, took)
    }
    expect(least).toBeLessThan(MOST_MILLISECONDS)
    handled.length = 0
    for (const [name, payload] of [
      ['push', honest],
      ['tree', { next: {} }],
    ] as const) {
      const { status } = await deliver(receiver, name, JSON.stringify(payload))
      expect(status).toBe(200)
    }
    expect(handled).toEqual(['push', 'tree'])
  })
})

test('a million numbers are more than a receiver takes that nobody told to', async () => {
  const { receiver, handled } = receiverOf('strict', {})
  const { status } = await deliver(receiver, 'list', `[${'0,'.repeat(999_999)}0]`)
  expect({ status, handled }).toEqual({ status: 413, handled: [] })
})

function receiverOf(validation: 'strict' | 'tolerant', limits: object = { bodyBytes: MOST_BYTES }) {
  const logger = { warn() {}, error() {} }
  const receiver = sdk.createReceiver({ secret: SECRET, logger, limits, validation })
  const handled: unknown[] = []
  receiver.onAny(({ name }) => void handled.push(name))
  return { receiver, handled }
}

async function deliver(
  receiver: ReturnType<LoadedSdk['createReceiver']>,
  event: string,
  text: string,
) {
  const body = Buffer.from(text)
  const options = { secret: SECRET, body }
  const { method, url, headers } = await testing.sign(event, undefined, options)
  const began = processorTime()
  const { response } = await receiver.receive({ method, url, headers, body })
  return { status: response.status, took: processorTime() - began }
}
