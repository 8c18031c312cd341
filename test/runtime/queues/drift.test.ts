/** Drift is told once: where the delivery is validated first, and not again behind the queue. */
import { randomUUID } from 'node:crypto'
import { Queue as Engine, Worker } from 'bullmq'
import { afterEach, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { bullmqQueue } from '../../../templates/runtime/queues/bullmq.js'
import { createReceiverFrom } from '../../../templates/runtime/receiver.js'
import type { EventModule } from '../../../templates/runtime/validation.js'
import { NEEDS_REDIS, redisUrl } from '../../support/services.js'
import { type AcmeEvents, acme, anything, deliver, paid, SECRET, silent } from '../acme.js'
import { until } from './consumer.js'

const found = await redisUrl()
const url = found ?? ''

/** Strict: nothing. Tolerant: anything. */
const drifting: EventModule = {
  check: () => () => false,
  explain: async () => () => ({
    issues: [{ pointer: '', keyword: 'not', message: 'must NOT be valid' }],
    count: 1,
  }),
  tolerant: anything,
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function startQueue() {
  const name = `hookwright-test-${randomUUID()}`
  const engine = new Engine(name, { connection: { url } })
  const queue = bullmqQueue({
    queue: engine,
    worker: (processor, options) =>
      new Worker(name, processor, { connection: { url }, ...options }),
  })
  closing.push(async () => {
    await queue.close()
    await engine.obliterate({ force: true })
    await engine.close()
  })
  return queue
}

type Edge = Pick<ReceiverOptions, 'validation'> & { readonly watches: boolean }

const rows: readonly (readonly [what: string, edge: Edge, told: readonly string[]])[] = [
  ['tells of drift', { watches: true }, ['edge']],
  ['does not watch for drift', { watches: false }, ['worker']],
  ['does not validate', { watches: true, validation: 'off' }, ['worker']],
]

describe.skipIf(found === undefined)(`a receiver with a queue ${NEEDS_REDIS}`, () => {
  test.each(rows)('that %s', async (_what, { watches, validation = 'tolerant' }, told) => {
    const queue = startQueue()
    const provider = acme({ events: new Map([['invoice.paid', drifting]]) })
    const common = { secret: SECRET, logger: silent, envelope: { key: 'k'.repeat(32) }, queue }
    const seen: string[] = []
    const edge = createReceiverFrom<AcmeEvents>(provider, {
      ...common,
      ack: 'enqueue',
      validation,
    })
    if (watches) edge.onDrift(() => seen.push('edge'))
    const worker = createReceiverFrom<AcmeEvents>(provider, { ...common, validation: 'tolerant' })
    worker.onDrift(() => seen.push('worker'))
    let attempts = 0
    worker.onEvent('invoice.paid', () => void attempts++)
    expect(await edge.receive(deliver(paid))).toMatchObject({ outcome: 'enqueued' })
    await worker.work()
    await until(() => attempts === 1)
    expect(seen).toEqual(told)
  })
})
