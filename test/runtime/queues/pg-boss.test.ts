/** The queue on pg-boss, against a real PostgreSQL. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  EnvelopeInvalid,
  HandlersFailed,
  RetryDemanded,
} from '../../../templates/runtime/errors.js'
import { PermanentError } from '../../../templates/runtime/handler-errors.js'
import {
  type PgBossLike,
  type PgBossOptions,
  pgBossQueue,
} from '../../../templates/runtime/queues/pg-boss.js'
import { NEEDS_POSTGRES, postgresUrl } from '../../support/services.js'
import { consumer, latch, until } from './consumer.js'
import { Engine } from './pg-boss-engine.js'

const found = await postgresUrl()

describe.skipIf(found === undefined)(`pg-boss ${NEEDS_POSTGRES}`, () => {
  const engine = new Engine(found ?? '')

  beforeAll(() => engine.boss.start())
  afterEach(() => engine.closeQueues())
  afterAll(() => engine.stop())

  test('what is enqueued is consumed once', async () => {
    const { name, dead, queue } = engine.queue()
    const { got, consume } = consumer()
    await queue.enqueue('hw1.one')
    await queue.work(consume)
    await queue.enqueue('hw1.two')
    await until(() => got.length === 2)
    await queue.close()
    expect(got).toEqual(['hw1.one', 'hw1.two'])
    expect(await engine.states(name)).toEqual(['completed', 'completed'])
    expect(await engine.rows(dead)).toEqual([])
  })

  test('several are handled at once, and no more', async () => {
    const { queue } = engine.queue({ concurrency: 3 })
    const { opened, open: release } = latch()
    let most = 0
    let current = 0
    const { got, consume } = consumer(async () => {
      most = Math.max(most, ++current)
      await opened
      current--
    })
    for (let index = 0; index < 8; index++) await queue.enqueue(`hw1.${index}`)
    await queue.work(consume)
    await until(() => current === 3)
    release()
    await until(() => got.length === 8)
    expect(most).toBe(3)
  })

  test('a failure is tried again later, and less and less often', async () => {
    const { name, dead, queue } = engine.queue()
    const { got, consume } = consumer((attempt) => {
      if (attempt < 3) throw new HandlersFailed('it failed', [new Error('card 4242')])
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await engine.states(name))[0] === 'retry')
    const [first] = await engine.rows(name)
    expect(first).toMatchObject({ retry_limit: 14, retry_delay: 5 })
    expect(first?.output).toEqual({ code: 'ERR_HANDLER', message: 'it failed' })
    expect(first?.waits).toBeGreaterThan(3)
    await engine.hurry(name)
    await until(() => got.length === 2)
    await until(async () => (await engine.states(name))[0] === 'retry')
    await engine.hurry(name)
    await until(async () => (await engine.states(name))[0] === 'completed')
    expect(got).toHaveLength(3)
    expect(await engine.rows(dead)).toEqual([])
  })

  test('the engine moves to the dead letters what it gave up', async () => {
    const { name, dead, queue } = engine.queue()
    const { got, consume } = consumer(() => {
      throw new HandlersFailed('it failed', [])
    })
    await queue.enqueue('hw1.one')
    await engine.exhaust(name)
    await queue.work(consume)
    await until(async () => (await engine.rows(dead)).length === 1)
    expect((await engine.rows(dead))[0]?.data).toEqual({ envelope: 'hw1.one' })
    expect(await engine.states(name)).toEqual(['failed'])
    expect(got).toHaveLength(1)
  })

  const final: [name: string, error: Error, note: object][] = [
    ['an envelope', new EnvelopeInvalid('no'), { code: 'ERR_ENVELOPE', message: 'no' }],
    [
      'a PermanentError',
      new PermanentError('card 4242'),
      { message: 'the delivery could not be handled' },
    ],
  ]
  test.each(final)('goes to the dead letters at once: %s', async (_name, error, note) => {
    const { name, dead, queue } = engine.queue()
    const { got, consume } = consumer(() => {
      throw error
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await engine.states(name))[0] === 'completed')
    expect(got).toHaveLength(1)
    expect((await engine.rows(name))[0]?.output).toEqual(note)
    expect(await engine.rows(dead)).toMatchObject([
      { state: 'created', data: { envelope: 'hw1.one' } },
    ])
  })

  test('a job of somebody else goes to the dead letters as an envelope does', async () => {
    const { name, dead, queue } = engine.queue()
    const { got, consume } = consumer((_attempt, envelope) => {
      if (envelope === '') throw new EnvelopeInvalid('this is not an envelope')
    })
    await queue.work(consume)
    await engine.boss.send(name, { anything: 1 })
    await until(async () => (await engine.rows(dead)).length === 1)
    expect((await engine.rows(dead))[0]?.data).toEqual({ anything: 1 })
    expect(got).toEqual([''])
  })

  test('the time that a handler asks for is kept, and counts as an attempt', async () => {
    const { name, dead, queue } = engine.queue()
    const { got, consume } = consumer(() => {
      throw new RetryDemanded('later', [], 3000)
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await engine.rows(name)).length === 2)
    await until(async () => (await engine.states(name))[0] === 'completed')
    const [, next] = await engine.rows(name)
    expect(next).toMatchObject({ state: 'created', retry_limit: 13, data: { envelope: 'hw1.one' } })
    expect(next?.waits).toBeGreaterThan(2900)
    expect(next?.waits).toBeLessThanOrEqual(3000)
    await engine.exhaust(name)
    await engine.hurry(name)
    await until(async () => (await engine.rows(dead)).length === 1)
    expect(got).toHaveLength(2)
    expect(await engine.states(name)).toEqual(['completed', 'failed'])
  })

  test('closing waits for what is under way, and hands over nothing more', async () => {
    const { name, queue } = engine.queue({ concurrency: 1, pollSeconds: 60 })
    const { opened, open: release } = latch()
    const { got, consume } = consumer(() => opened)
    await queue.enqueue('hw1.one')
    await queue.enqueue('hw1.two')
    await queue.work(consume)
    await until(() => got.length === 1)
    let isClosed = false
    const closing = Promise.resolve(queue.close()).then(() => {
      isClosed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(isClosed).toBe(false)
    release()
    await closing
    expect(got).toEqual(['hw1.one'])
    expect(await engine.states(name)).toEqual(['completed', 'created'])
  })

  test('closing does not wait for the next look', async () => {
    const { queue } = engine.queue({ pollSeconds: 60 })
    await queue.work(consumer().consume)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const began = Date.now()
    await queue.close()
    expect(Date.now() - began).toBeLessThan(1000)
  })
})

const wrong: [name: string, options: Partial<PgBossOptions>, message: string][] = [
  [
    'one queue for both',
    { name: 'a', deadLetter: 'a' },
    'deadLetter must be another queue than name',
  ],
  ['nobody at work', { concurrency: 0 }, 'concurrency must be a whole number above zero'],
  ['half a worker', { concurrency: 1.5 }, 'concurrency must be a whole number above zero'],
  ['no pause', { pollSeconds: 0 }, 'pollSeconds must be a number above zero'],
  ['no number', { pollSeconds: Number.NaN }, 'pollSeconds must be a number above zero'],
  ['no time to handle', { expireSeconds: 0 }, 'expireSeconds must be a whole number above zero'],
  ['half a second', { expireSeconds: 0.5 }, 'expireSeconds must be a whole number above zero'],
]
test.each(wrong)('pg-boss options are refused: %s', (_name, options, message) => {
  // Sound: nothing is asked of the engine before the first delivery.
  const boss = {} as PgBossLike
  expect(() => pgBossQueue({ boss, ...options })).toThrow(new TypeError(message))
})
