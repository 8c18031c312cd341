/** A worker on BullMQ that takes a job and hangs: `bullmq-worker.ts URL NAME`. */
import { Worker } from 'bullmq'
import { bullmqProcessor } from '../../../templates/runtime/queues/bullmq.js'

const [, , url = '', name = ''] = process.argv

const processor = bullmqProcessor(() => {
  process.stdout.write('began\n')
  return new Promise(() => {})
})

// How often all workers together look for dead ones is up to the one that looked last.
new Worker(name, processor, { connection: { url }, lockDuration: 1000, stalledInterval: 300 })
