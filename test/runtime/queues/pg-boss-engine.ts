/** A pg-boss of its own for each file of tests, and a look at what it stores. */
import { randomUUID } from 'node:crypto'
import PgBoss from 'pg-boss'
import type { Queue } from '../../../templates/runtime/queue.js'
import {
  type PgBossLike,
  type PgBossOptions,
  pgBossQueue,
} from '../../../templates/runtime/queues/pg-boss.js'

/** A job, as it lies in the table. */
export interface Row {
  readonly state: string
  readonly data: { readonly envelope?: string }
  readonly output: unknown
  readonly retry_limit: number
  readonly retry_delay: number
  /** Seconds until it may begin. */
  readonly waits: number
}

export class Engine {
  readonly connectionString: string
  readonly schema = `hookwright_test_${randomUUID().replaceAll('-', '')}`
  readonly boss: PgBoss
  readonly #queues: Queue[] = []

  constructor(connectionString: string) {
    this.connectionString = connectionString
    const { schema } = this
    this.boss = new PgBoss({ connectionString, schema, maintenanceIntervalSeconds: 1 })
    this.boss.on('error', () => undefined)
  }

  async stop(): Promise<void> {
    await this.#ask(`DROP SCHEMA ${this.schema} CASCADE`, [])
    await this.boss.stop({ graceful: false })
  }

  /** A queue that is looked at often. */
  queue(options: Partial<PgBossOptions> = {}) {
    const { boss } = this
    const name = `q-${randomUUID()}`
    const queue = pgBossQueue({ boss, name, pollSeconds: 0.05, ...options })
    this.#queues.push(queue)
    return { name, dead: `${name}-dead`, queue }
  }

  async closeQueues(): Promise<void> {
    for (const queue of this.#queues.splice(0)) await queue.close()
  }

  /** Its jobs, the oldest first. */
  rows(name: string): Promise<readonly Row[]> {
    const text = `SELECT *, extract(epoch FROM start_after - now())::float AS waits
      FROM ${this.schema}.job WHERE name = $1 ORDER BY created_on`
    return this.#ask(text, [name])
  }

  async states(name: string): Promise<readonly string[]> {
    return (await this.rows(name)).map(({ state }) => state)
  }

  /** Lets what waits for another attempt begin at once. */
  async hurry(name: string): Promise<void> {
    const text = `UPDATE ${this.schema}.job SET start_after = now() - interval '1s' WHERE name = $1`
    await this.#ask(text, [name])
  }

  /** Leaves no attempt but the next. */
  async exhaust(name: string): Promise<void> {
    await this.#ask(`UPDATE ${this.schema}.job SET retry_limit = 0 WHERE name = $1`, [name])
  }

  /** The engine, of which a part is another. */
  part(other: Partial<PgBossLike>): PgBossLike {
    const { boss } = this
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

  async #ask(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.boss.getDb().executeSql(text, [...values])).rows
  }
}
