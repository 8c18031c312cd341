/** The queue on pg-boss, against a real PostgreSQL. */
import { randomUUID } from 'node:crypto'
import PgBoss from 'pg-boss'
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
import { startProxy } from '../../support/proxy.js'
import { NEEDS_POSTGRES, postgresUrl } from '../../support/services.js'
import { consumer, kill, latch, startHanging, until } from './consumer.js'

const found = await postgresUrl()
const connectionString = found ?? ''
const schema = `hookwright_test_${randomUUID().replaceAll('-', '')}`

interface Row {
  readonly state: string
  readonly data: { readonly envelope?: string }
  readonly output: unknown
  readonly retry_limit: number
  readonly retry_delay: number
  readonly waits: number
}

describe.skipIf(found === undefined)(`pg-boss ${NEEDS_POSTGRES}`, () => {
  let boss: PgBoss
  const open: { close: () => unknown }[] = []

  beforeAll(async () => {
    boss = new PgBoss({ connectionString, schema, maintenanceIntervalSeconds: 1 })
    boss.on('error', () => undefined)
    await boss.start()
  })
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  afterAll(async () => {
    await boss.getDb().executeSql(`DROP SCHEMA ${schema} CASCADE`, [])
    await boss.stop({ graceful: false })
  })

  function start(options: Partial<PgBossOptions> = {}) {
    const name = `q-${randomUUID()}`
    const queue = pgBossQueue({ boss, name, pollSeconds: 0.05, ...options })
    open.push(queue)
    return { name, dead: `${name}-dead`, queue }
  }

  async function rows(name: string): Promise<readonly Row[]> {
    const text = `SELECT *, extract(epoch FROM start_after - now())::float AS waits
      FROM ${schema}.job WHERE name = $1 ORDER BY created_on`
    return (await boss.getDb().executeSql(text, [name])).rows
  }

  /** Lets what waits for another attempt begin at once. */
  async function hurry(name: string): Promise<void> {
    const text = `UPDATE ${schema}.job SET start_after = now() - interval '1s' WHERE name = $1`
    await boss.getDb().executeSql(text, [name])
  }

  const states = async (name: string) => (await rows(name)).map(({ state }) => state)

  test('what is enqueued is consumed once', async () => {
    const { name, dead, queue } = start()
    const { got, consume } = consumer()
    await queue.enqueue('hw1.one')
    await queue.work(consume)
    await queue.enqueue('hw1.two')
    await until(() => got.length === 2)
    await queue.close()
    expect(got).toEqual(['hw1.one', 'hw1.two'])
    expect(await states(name)).toEqual(['completed', 'completed'])
    expect(await rows(dead)).toEqual([])
  })

  test('several are handled at once, and no more', async () => {
    const { queue } = start({ concurrency: 3 })
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
    const { name, dead, queue } = start()
    const { got, consume } = consumer((attempt) => {
      if (attempt < 3) throw new HandlersFailed('it failed', [new Error('card 4242')])
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await states(name))[0] === 'retry')
    const [first] = await rows(name)
    expect(first).toMatchObject({ retry_limit: 14, retry_delay: 5 })
    expect(first?.output).toEqual({ code: 'ERR_HANDLER', message: 'it failed' })
    expect(first?.waits).toBeGreaterThan(3)
    await hurry(name)
    await until(() => got.length === 2)
    await until(async () => (await states(name))[0] === 'retry')
    await hurry(name)
    await until(async () => (await states(name))[0] === 'completed')
    expect(got).toHaveLength(3)
    expect(await rows(dead)).toEqual([])
  })

  test('the engine moves to the dead letters what it gave up', async () => {
    const { name, dead, queue } = start()
    const { got, consume } = consumer(() => {
      throw new HandlersFailed('it failed', [])
    })
    await queue.enqueue('hw1.one')
    const text = `UPDATE ${schema}.job SET retry_limit = 0 WHERE name = $1`
    await boss.getDb().executeSql(text, [name])
    await queue.work(consume)
    await until(async () => (await rows(dead)).length === 1)
    expect((await rows(dead))[0]?.data).toEqual({ envelope: 'hw1.one' })
    expect(await states(name)).toEqual(['failed'])
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
    const { name, dead, queue } = start()
    const { got, consume } = consumer(() => {
      throw error
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await states(name))[0] === 'completed')
    expect(got).toHaveLength(1)
    expect((await rows(name))[0]?.output).toEqual(note)
    expect(await rows(dead)).toMatchObject([{ state: 'created', data: { envelope: 'hw1.one' } }])
  })

  test('a job of somebody else goes to the dead letters as an envelope does', async () => {
    const { name, dead, queue } = start()
    const { got, consume } = consumer((_attempt, envelope) => {
      if (envelope === '') throw new EnvelopeInvalid('this is not an envelope')
    })
    await queue.work(consume)
    await boss.send(name, { anything: 1 })
    await until(async () => (await rows(dead)).length === 1)
    expect((await rows(dead))[0]?.data).toEqual({ anything: 1 })
    expect(got).toEqual([''])
  })

  // The two steps are not one transaction: in this order a death in between loses nothing.
  test('a delivery that cannot go to the dead letters stays where it is', async () => {
    const errors: unknown[] = []
    const name = `q-${randomUUID()}`
    const failing = part({
      send: async (to, data, options) => {
        if (to !== name) throw new Error('cut off')
        return boss.send(to, data, options)
      },
    })
    const { queue, dead } = start({ boss: failing, name, onError: (error) => errors.push(error) })
    await queue.work(async () => {
      throw new PermanentError('no')
    })
    await queue.enqueue('hw1.one')
    await until(() => errors.length === 1)
    expect(errors).toEqual([new Error('cut off')])
    expect(await states(name)).toEqual(['active'])
    expect(await rows(dead)).toEqual([])
  })

  test('the time that a handler asks for is kept, and counts as an attempt', async () => {
    const { name, dead, queue } = start()
    const { got, consume } = consumer(() => {
      throw new RetryDemanded('later', [], 3000)
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(async () => (await rows(name)).length === 2)
    await until(async () => (await states(name))[0] === 'completed')
    const [, next] = await rows(name)
    expect(next).toMatchObject({ state: 'created', retry_limit: 13, data: { envelope: 'hw1.one' } })
    expect(next?.waits).toBeGreaterThan(2900)
    expect(next?.waits).toBeLessThanOrEqual(3000)
    const text = `UPDATE ${schema}.job SET retry_limit = 0 WHERE name = $1`
    await boss.getDb().executeSql(text, [name])
    await hurry(name)
    await until(async () => (await rows(dead)).length === 1)
    expect(got).toHaveLength(2)
    expect(await states(name)).toEqual(['completed', 'failed'])
  })

  test('closing waits for what is under way, and hands over nothing more', async () => {
    const { name, queue } = start({ concurrency: 1, pollSeconds: 60 })
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
    expect(await states(name)).toEqual(['completed', 'created'])
  })

  test('closing does not wait for the next look', async () => {
    const { queue } = start({ pollSeconds: 60 })
    await queue.work(consumer().consume)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const began = Date.now()
    await queue.close()
    expect(Date.now() - began).toBeLessThan(1000)
  })

  test('what a killed worker had begun is handed over again', async () => {
    const { queue } = start({ name: 'webhooks', expireSeconds: 1 })
    await queue.enqueue('hw1.one')
    await kill(await startHanging('pg-boss-worker.ts', [connectionString, schema]))
    const { got, consume } = consumer()
    await queue.work(consume)
    await until(async () => (await states('webhooks'))[0] === 'retry')
    await hurry('webhooks')
    await until(() => got.length === 1)
    await until(async () => (await states('webhooks'))[0] === 'completed')
  })

  test('nothing is taken while PostgreSQL is down, and all is well when it is back', async () => {
    const address = new URL(connectionString)
    const proxy = await startProxy({ host: address.hostname, port: Number(address.port || 5432) })
    address.hostname = '127.0.0.1'
    address.port = String(proxy.port)
    const behind = new PgBoss({ connectionString: address.href, schema, supervise: false })
    behind.on('error', () => undefined)
    await behind.start()
    const errors: unknown[] = []
    const { name, queue } = start({ boss: behind, onError: (error) => errors.push(error) })
    const { got, consume } = consumer((_attempt, envelope) => {
      if (envelope === 'hw1.one') return proxy.cut()
      return undefined
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(() => errors.length > 0)
    await expect(queue.enqueue('hw1.two')).rejects.toThrow()
    expect(await states(name)).toEqual(['active'])
    await proxy.mend()
    await until(() =>
      Promise.resolve(queue.enqueue('hw1.three')).then(
        () => true,
        () => false,
      ),
    )
    await until(() => got.includes('hw1.three'))
    await queue.close()
    await behind.stop({ graceful: false })
    await proxy.cut()
    expect(got).toEqual(['hw1.one', 'hw1.three'])
  })

  test('what the engine did not store is not taken', async () => {
    const { name, queue } = start()
    await boss.createQueue(name, { name, policy: 'short' })
    await queue.enqueue('hw1.one')
    await expect(queue.enqueue('hw1.two')).rejects.toThrow(
      `pg-boss stored nothing in the queue "${name}": it has to exist, with the policy "standard"`,
    )
  })

  test('queues are created where they are missing, and tried again where that fails', async () => {
    const created: string[] = []
    let fails = true
    const counting = part({
      createQueue: async (queue, options) => {
        if (fails) throw new Error('no rights')
        created.push(queue)
        return boss.createQueue(queue, options)
      },
    })
    const { name, dead, queue } = start({ boss: counting })
    await expect(queue.enqueue('hw1.one')).rejects.toThrow('no rights')
    fails = false
    await Promise.all([queue.enqueue('hw1.one'), queue.enqueue('hw1.two')])
    expect(created).toEqual([dead, name])
    expect(await boss.getQueue(name)).toMatchObject({ deadLetter: dead })
    await pgBossQueue({ boss: counting, name }).enqueue('hw1.three')
    expect(created).toEqual([dead, name])
    expect(await rows(name)).toHaveLength(3)
  })

  /** The engine, of which a part is another. */
  function part(other: Partial<PgBossLike>): PgBossLike {
    return {
      send: (name, data, options) => boss.send(name, data, options),
      fetch: (name, options) => boss.fetch(name, options),
      complete: (name, id, output) => boss.complete(name, id, output),
      fail: (name, id, output) => boss.fail(name, id, output),
      getQueue: (name) => boss.getQueue(name),
      createQueue: (name, options) => boss.createQueue(name, options),
      ...other,
    }
  }
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
