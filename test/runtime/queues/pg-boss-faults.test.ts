/** The queue on pg-boss, where processes die and PostgreSQL goes away. */
import { randomUUID } from 'node:crypto'
import PgBoss from 'pg-boss'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { PermanentError } from '../../../templates/runtime/handler-errors.js'
import { pgBossQueue } from '../../../templates/runtime/queues/pg-boss.js'
import { startProxy } from '../../support/proxy.js'
import { NEEDS_POSTGRES, postgresUrl } from '../../support/services.js'
import { consumer, kill, startHanging, until } from './consumer.js'
import { Engine } from './pg-boss-engine.js'

const found = await postgresUrl()

describe.skipIf(found === undefined)(`pg-boss that fails ${NEEDS_POSTGRES}`, () => {
  const engine = new Engine(found ?? '')

  beforeAll(() => engine.boss.start())
  afterEach(() => engine.closeQueues())
  afterAll(() => engine.stop())

  // The two steps are not one transaction: in this order a death in between loses nothing.
  test('a delivery that cannot go to the dead letters stays where it is', async () => {
    const errors: unknown[] = []
    const name = `q-${randomUUID()}`
    const failing = engine.part({
      send: async (to, data, options) => {
        if (to !== name) throw new Error('cut off')
        return engine.boss.send(to, data, options)
      },
    })
    const { queue, dead } = engine.queue({
      boss: failing,
      name,
      onError: (error) => errors.push(error),
    })
    await queue.work(async () => {
      throw new PermanentError('no')
    })
    await queue.enqueue('hw1.one')
    await until(() => errors.length === 1)
    expect(errors).toEqual([new Error('cut off')])
    expect(await engine.states(name)).toEqual(['active'])
    expect(await engine.rows(dead)).toEqual([])
  })

  test('what a killed worker had begun is handed over again', async () => {
    const { queue } = engine.queue({ name: 'webhooks', expireSeconds: 1 })
    await queue.enqueue('hw1.one')
    await kill(await startHanging('pg-boss-worker.ts', [engine.connectionString, engine.schema]))
    const { got, consume } = consumer()
    await queue.work(consume)
    await until(async () => (await engine.states('webhooks'))[0] === 'retry')
    await engine.hurry('webhooks')
    await until(() => got.length === 1)
    await until(async () => (await engine.states('webhooks'))[0] === 'completed')
  })

  test('nothing is taken while PostgreSQL is down, and all is well when it is back', async () => {
    const address = new URL(engine.connectionString)
    const proxy = await startProxy({ host: address.hostname, port: Number(address.port || 5432) })
    address.hostname = '127.0.0.1'
    address.port = String(proxy.port)
    const behind = new PgBoss({
      connectionString: address.href,
      schema: engine.schema,
      supervise: false,
    })
    behind.on('error', () => undefined)
    await behind.start()
    const errors: unknown[] = []
    const { name, queue } = engine.queue({ boss: behind, onError: (error) => errors.push(error) })
    const { got, consume } = consumer((_attempt, envelope) => {
      if (envelope === 'hw1.one') return proxy.cut()
      return undefined
    })
    await queue.work(consume)
    await queue.enqueue('hw1.one')
    await until(() => errors.length > 0)
    await expect(queue.enqueue('hw1.two')).rejects.toThrow()
    expect(await engine.states(name)).toEqual(['active'])
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
    const { name, queue } = engine.queue()
    await engine.boss.createQueue(name, { name, policy: 'short' })
    await queue.enqueue('hw1.one')
    await expect(queue.enqueue('hw1.two')).rejects.toThrow(
      `pg-boss stored nothing in the queue "${name}": it has to exist, with the policy "standard"`,
    )
  })

  // PostgreSQL ends some of the attempts as deadlocks.
  test('queues that many processes create at once are there for all of them', async () => {
    const { connectionString, schema } = engine
    const bosses = Array.from(
      { length: 6 },
      () => new PgBoss({ connectionString, schema, max: 1, supervise: false, schedule: false }),
    )
    for (const boss of bosses) boss.on('error', () => undefined)
    await Promise.all(bosses.map((boss) => boss.start()))
    const name = `q-${randomUUID()}`
    const stored = await Promise.allSettled(
      bosses.map((boss) => pgBossQueue({ boss, name }).enqueue('hw1.one')),
    )
    await Promise.all(bosses.map((boss) => boss.stop({ graceful: false })))
    expect(stored.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))).toEqual([])
    expect(await engine.rows(name)).toHaveLength(bosses.length)
  })

  test('queues are created where they are missing, and tried again where that fails', async () => {
    const created: string[] = []
    let fails = true
    const counting = engine.part({
      createQueue: async (queue, options) => {
        if (fails) throw new Error('no rights')
        created.push(queue)
        return engine.boss.createQueue(queue, options)
      },
    })
    const { name, dead, queue } = engine.queue({ boss: counting })
    await expect(queue.enqueue('hw1.one')).rejects.toThrow('no rights')
    fails = false
    await Promise.all([queue.enqueue('hw1.one'), queue.enqueue('hw1.two')])
    expect(created).toEqual([dead, name])
    expect(await engine.boss.getQueue(name)).toMatchObject({ deadLetter: dead })
    await pgBossQueue({ boss: counting, name }).enqueue('hw1.three')
    expect(created).toEqual([dead, name])
    expect(await engine.rows(name)).toHaveLength(3)
  })
})
