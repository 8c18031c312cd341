/** Runs rows of the soak and weighs what they keep: `node --expose-gc`, in a process of its own. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { PIPELINE_ROWS } from './pipeline-rows.js'
import { REMOTE_ROWS } from './remote-rows.js'
import type { Row } from './row.js'
import { STORE_ROWS } from './store-rows.js'

/** Live bytes after each third of the deliveries. */
export interface Measured {
  readonly name: string
  readonly deliveries: number
  readonly heap: readonly number[]
  /** How deliveries ended that should have ended otherwise. */
  readonly unexpected: readonly string[]
}

const THIRDS = 3
/** A collection may only find what the one before it let go, finalizers above all. */
const COLLECTIONS = 4

const ROWS: readonly Row[] = [...PIPELINE_ROWS, ...STORE_ROWS, ...REMOTE_ROWS]

async function weigh(): Promise<number> {
  for (let round = 0; round < COLLECTIONS; round++) {
    globalThis.gc?.()
    await turn()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function measure(row: Row, deliveries: number): Promise<Measured> {
  const { deliver, close } = await row.open()
  const unexpected = new Set<string>()
  const heap: number[] = []
  const third = Math.ceil(deliveries / THIRDS)
  for (let index = 0; index < third * THIRDS; index++) {
    const end = await deliver(index)
    if (!row.ends.includes(end)) unexpected.add(end)
    if ((index + 1) % third !== 0) continue
    await sleep(row.staysMilliseconds ?? 0)
    heap.push(await weigh())
  }
  await close?.()
  return { name: row.name, deliveries: third * THIRDS, heap, unexpected: [...unexpected] }
}

const [deliveries = '9000', only = ''] = process.argv.slice(2)
for (const row of ROWS.filter(({ name }) => name.includes(only))) {
  const measured = await measure(row, Number(deliveries) / (row.fewer ?? 1))
  console.log(JSON.stringify(measured))
}
process.exit()
