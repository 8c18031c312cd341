/** The queue on BullMQ, against a real Redis. */
import { randomUUID } from 'node:crypto'
import { type JobsOptions, Queue, Worker, type WorkerOptions } from 'bullmq'
import { afterEach, describe, expect, test } from 'vitest'
import {
  EnvelopeInvalid,
  GivenUp,
  HandlersFailed,
  RetryDemanded,
} from '../../../templates/runtime/errors.js'
import { PermanentError } from '../../../templates/runtime/handler-errors.js'
import { bullmqProcessor, bullmqQueue } from '../../../templates/runtime/queues/bullmq.js'
import { startProxy } from '../../support/proxy.js'
import { NEEDS_REDIS, redisUrl } from '../../support/services.js'
import { consumer, kill, latch, startHanging, until } from './consumer.js'

const found = await redisUrl()
const url = found ?? ''

const FAST: JobsOptions = { attempts: 3, backoff: { type: 'fixed', delay: 10 } }

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** A queue of its own, and all that BullMQ tells of it. */
function start(defaultJobOptions?: JobsOptions, workerOptions: Partial<WorkerOptions> = {}) {
  const name = `hookwright-test-${randomUUID()}`
  const engine = new Queue(name, {
    connection: { url },
    ...(defaultJobOptions && { defaultJobOptions }),
  })
  const queue = bullmqQueue({
    queue: engine,
    worker: (processor, options) =>
      new Worker(name, processor, { connection: { url }, ...options, ...workerOptions }),
  })
  cleanUps.push(async () => {
    await queue.close()
    await engine.obliterate({ force: true })
    await engine.close()
  })
  return { name, engine, queue }
}

describe.skipIf(found === undefined)(`BullMQ ${NEEDS_REDIS}`, () => {
  test('what is enqueued is consumed once, and nothing of it stays', async () => {
    const { engine, queue } = start()
    const { got, consume } = consumer()
    await queue.enqueue('hw1.one')
    await queue.work(consume)
    await queue.enqueue('hw1.two')
    await until(() => got.length === 2)
    await queue.close()
    expect(got).toEqual(['hw1.one', 'hw1.two'])
    expect(await engine.getJobs()).toEqual([])
  })

  test('jobs are retried for a day, unless the queue says otherwise', async () => {
    const own = start()
    await own.queue.enqueue('hw1.one')
    const [job] = await own.engine.getJobs()
    expect(job?.opts).toMatchObject({
      attempts: 15,
      backoff: { type: 'exponential', delay: 5000, jitter: 0.5 },
      removeOnComplete: true,
      removeOnFail: { age: 1_209_600 },
    })
    const given = start({ attempts: 2, removeOnComplete: 7 })
    await given.queue.enqueue('hw1.one')
    const [other] = await given.engine.getJobs()
    expect(other?.opts).toMatchObject({
      attempts: 2,
      backoff: { type: 'exponential', delay: 5000 },
      removeOnComplete: 7,
    })
  })

  test('a failure is tried again, until the attempts are used up', async () => {
    const { engine, queue } = start(FAST)
    const { got, consume } = consumer((attempt, envelope) => {
      if (envelope === 'hw1.never' || attempt < 2) throw new HandlersFailed('it failed', [])
    })
    await queue.work(consume)
    await queue.enqueue('hw1.second')
    await queue.enqueue('hw1.never')
    await until(async () => (await engine.getFailedCount()) === 1)
    expect(got.filter((one) => one === 'hw1.second')).toHaveLength(2)
    expect(got.filter((one) => one === 'hw1.never')).toHaveLength(3)
    expect((await engine.getFailed())[0]?.data).toEqual({ envelope: 'hw1.never' })
  })

  const final: [name: string, error: Error, reason: string][] = [
    ['an envelope that cannot be opened', new EnvelopeInvalid('no'), 'ERR_ENVELOPE no'],
    ['a PermanentError', new PermanentError('card 4242'), 'the delivery could not be handled'],
  ]
  test.each(final)('failed at once, and still there: %s', async (_name, error, reason) => {
    const { engine, queue } = start(FAST)
    const { got, consume } = consumer((attempt) => {
      if (attempt === 1) throw error
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await engine.getFailedCount()) === 1)
    const [job] = await engine.getFailed()
    expect(job?.attemptsMade).toBe(1)
    expect(job?.failedReason).toBe(reason)
    expect(JSON.stringify(job?.stacktrace)).not.toContain('4242')
    expect(got).toEqual(['hw1.one'])
    await job?.retry()
    await until(() => got.length === 2)
  })

  test('a job of somebody else fails as an envelope does', async () => {
    const { engine, queue } = start(FAST)
    const { got, consume } = consumer((_attempt, envelope) => {
      if (envelope === '') throw new EnvelopeInvalid('this is not an envelope')
    })
    await queue.work(consume)
    await engine.add('delivery', 'anything')
    await until(async () => (await engine.getFailedCount()) === 1)
    expect(got).toEqual([''])
  })

  test('the time that a handler asks for is kept, and counts as an attempt', async () => {
    const { engine, queue } = start(FAST)
    const times: number[] = []
    const { consume } = consumer(() => {
      times.push(Date.now())
      throw new RetryDemanded('later', [], 0.4)
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await engine.getFailedCount()) === 1)
    expect(times).toHaveLength(3)
    const [first = 0, second = 0, third = 0] = times
    expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(390)
    expect((await engine.getFailed())[0]?.failedReason).toBe('ERR_RETRY later')
  })

  test('closing waits for what is under way, and hands over nothing more', async () => {
    const { engine, queue } = start()
    const { opened, open } = latch()
    const { got, consume } = consumer(() => opened)
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(() => got.length === 1)
    await queue.enqueue('hw1.two')
    let isClosed = false
    const closing = Promise.resolve(queue.close()).then(() => {
      isClosed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(isClosed).toBe(false)
    open()
    await closing
    expect(got).toEqual(['hw1.one'])
    expect(await engine.getWaitingCount()).toBe(1)
  })

  // BullMQ itself gives up a job whose worker died twice.
  test('what killed workers had begun is handed over again, each time', async () => {
    const { name, queue } = start(undefined, { stalledInterval: 300 })
    await queue.enqueue('hw1.one')
    for (let deaths = 0; deaths < 2; deaths++) {
      await kill(await startHanging('bullmq-worker.ts', [url, name]))
    }
    const { got, consume } = consumer()
    await queue.work(consume)
    await until(() => got.length === 1)
    expect(got).toEqual(['hw1.one'])
  })

  test('nothing is taken while Redis is down, and all is well when it is back', async () => {
    const { hostname, port } = new URL(url)
    const proxy = await startProxy({ host: hostname, port: Number(port || 6379) })
    const engine = new Queue(`hookwright-test-${randomUUID()}`, {
      connection: {
        ...{ host: '127.0.0.1', port: proxy.port },
        ...{ enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: () => 50 },
      },
    })
    engine.on('error', () => undefined)
    const queue = bullmqQueue({ queue: engine })
    cleanUps.push(async () => {
      await engine.obliterate({ force: true })
      await engine.close()
      await proxy.cut()
    })
    await queue.enqueue('hw1.one')
    await proxy.cut()
    const began = Date.now()
    await expect(queue.enqueue('hw1.two')).rejects.toThrow()
    await expect(queue.enqueue('hw1.three')).rejects.toThrow()
    expect(Date.now() - began).toBeLessThan(2000)
    await proxy.mend()
    await until(() =>
      Promise.resolve(queue.enqueue('hw1.four')).then(
        () => true,
        () => false,
      ),
    )
    const stored = (await engine.getWaiting()).map(({ data }) => data.envelope)
    expect(stored.sort()).toEqual(['hw1.four', 'hw1.one'])
  })

  const receipts: [name: string, receipt: object, state: string][] = [
    ['handled', { outcome: 'handled', error: undefined }, 'completed'],
    ['failed', { outcome: 'failed', error: new HandlersFailed('no', []) }, 'delayed'],
    ['given up', { outcome: 'given-up', error: new GivenUp('no', []) }, 'failed'],
  ]
  test.each(receipts)('a worker of your own takes receipts: %s', async (_name, receipt, state) => {
    const { name, engine, queue } = start({ attempts: 2, removeOnComplete: false })
    await queue.enqueue('hw1.one')
    const processor = bullmqProcessor(async () => receipt)
    const worker = new Worker(name, processor, { connection: { url } })
    cleanUps.push(() => worker.close())
    await until(async () => (await engine.getJobs())[0]?.attemptsMade === 1)
    expect(await (await engine.getJobs())[0]?.getState()).toBe(state)
  })

  test('a queue works once, and only where it was given a worker', async () => {
    const { queue, engine } = start()
    const { consume } = consumer()
    await queue.work(consume)
    expect(() => queue.work(consume)).toThrow(new TypeError('this queue is at work already'))
    expect(() => bullmqQueue({ queue: engine }).work(consume)).toThrow(
      new TypeError('bullmqQueue needs `worker` to work'),
    )
  })
})
