/** The page on queues: its engine for a table keeps the promises that it states. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GivenUp, HandlersFailed, RetryDemanded } from '../../templates/runtime/errors.js'
import type { Queue } from '../../templates/runtime/queue.js'
import { consumer, latch, until } from '../runtime/queues/consumer.js'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import { NEEDS_POSTGRES, postgresUrl } from '../support/services.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const found = await postgresUrl()

interface Example {
  readonly TABLE: string
  readonly tableQueue: (pool: Pool) => Queue
}

/** The last piece of code on the page, over the runtime as it lies here. */
async function loadExample(): Promise<Example> {
  const page = readFileSync(join(ROOT, 'docs/queues.md'), 'utf8')
  const code = [...page.matchAll(/```ts\n(.*?)```/gs)].at(-1)?.[1] ?? ''
  const specifier = '@example/acme-webhooks/queues/verdict'
  expect(code).toContain(`from '${specifier}'`)
  const runtime = join(ROOT, 'templates/runtime/queues/verdict.ts')
  const folder = writeFiles(temporaryFolder(), { 'queue.ts': code.replace(specifier, runtime) })
  // Sound: the page says so, and the tests hold it to that.
  return (await import(join(folder, 'queue.ts'))) as Example
}

describe.skipIf(found === undefined)(`the queue of docs/queues.md ${NEEDS_POSTGRES}`, () => {
  const schema = `hookwright_test_${randomUUID().replaceAll('-', '')}`
  const pool = new Pool({ connectionString: found, options: `-c search_path=${schema}` })
  let example: Example

  beforeAll(async () => {
    example = await loadExample()
    await pool.query(`CREATE SCHEMA ${schema}`)
    await pool.query(example.TABLE)
  })
  afterAll(async () => {
    if (found !== undefined) await pool.query(`DROP SCHEMA ${schema} CASCADE`)
    await pool.end()
  })

  const rows = async () => (await pool.query('SELECT * FROM deliveries ORDER BY id')).rows

  test('it keeps what fails, puts it off, gives it up, and forgets what is handled', async () => {
    const queue = example.tableQueue(pool)
    const { opened, open } = latch()
    const { got, consume } = consumer((attempt, envelope) => {
      if (envelope === 'hw1.dead') throw new GivenUp('no', [])
      if (envelope === 'hw1.later') throw new RetryDemanded('later', [], 3000)
      if (envelope === 'hw1.twice' && attempt === 1) throw new HandlersFailed('no', [])
      return envelope === 'hw1.slow' ? opened : undefined
    })
    for (const name of ['fine', 'dead', 'later', 'twice', 'slow'])
      await queue.enqueue(`hw1.${name}`)
    await queue.work(consume)
    await until(() => got.length === 5)
    let isClosed = false
    const closing = Promise.resolve(queue.close()).then(() => {
      isClosed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(isClosed).toBe(false)
    open()
    await closing

    expect(await rows()).toMatchObject([
      { envelope: 'hw1.dead', is_dead: true, note: { code: 'ERR_PERMANENT', message: 'no' } },
      { envelope: 'hw1.later', is_dead: false, attempts: 1, note: { code: 'ERR_RETRY' } },
      { envelope: 'hw1.twice', is_dead: false, attempts: 1, note: { code: 'ERR_HANDLER' } },
    ])
    const due = (await rows()).map(({ due_at }) => Math.round((due_at - Date.now()) / 1000))
    expect(due[1]).toBeGreaterThan(2900)
    expect(due[2]).toBeLessThanOrEqual(5)

    await pool.query(`UPDATE deliveries SET due_at = now() WHERE envelope = 'hw1.twice'`)
    const again = example.tableQueue(pool)
    await again.work(consume)
    await until(async () => (await rows()).length === 2)
    await again.close()
    expect(got.filter((one) => one !== 'hw1.twice')).toHaveLength(4)
  })
})
