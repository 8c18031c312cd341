/** A worker on pg-boss that takes a job and hangs: `pg-boss-worker.ts URL SCHEMA`. */
import PgBoss from 'pg-boss'
import { pgBossQueue } from '../../../templates/runtime/queues/pg-boss.js'

const [, , connectionString = '', schema = ''] = process.argv

const boss = new PgBoss({ connectionString, schema, supervise: false })
await boss.start()
await pgBossQueue({ boss }).work(() => {
  process.stdout.write('began\n')
  return new Promise(() => {})
})
