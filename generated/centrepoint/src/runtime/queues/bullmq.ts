/** Hands deliveries over through BullMQ (5 or 6), which keeps them in Redis. */

import { checkOptions } from '../check-options.js'
import type { Queue } from '../queue.js'
import { ATTEMPTS, afterSeconds, DELAY_SECONDS, envelopeOf, isFinal, noteOf } from './verdict.js'

/** The part of a job's options that we set; the queue's `defaultJobOptions` come first. */
export interface BullMqJobOptions {
  readonly attempts?: number
  readonly backoff?: unknown
  readonly removeOnComplete?: unknown
  readonly removeOnFail?: unknown
}

/** The part of BullMQ's `Queue` that we use, by shape. */
export interface BullMqQueue {
  readonly add: (name: string, data: unknown, options: object) => Promise<unknown>
  readonly defaultJobOptions?: object | undefined
}

/** The part of BullMQ's `Job` that we use, by shape. */
export interface BullMqJob {
  readonly data: unknown
  /** Counts what was put off and what died with its worker as well. */
  readonly attemptsStarted: number
  readonly opts: { readonly attempts?: number }
  readonly moveToDelayed: (timestamp: number, token: string) => Promise<void>
}

/** What BullMQ's `Worker` calls for every job. */
export type BullMqProcessor = (job: BullMqJob, token?: string) => Promise<void>

/** The part of BullMQ's `Worker` that we use, by shape. */
export interface BullMqWorker {
  readonly close: () => Promise<unknown>
}

export interface BullMqOptions {
  /**
   * A BullMQ `Queue`. Its connection needs `enableOfflineQueue: false` and `maxRetriesPerRequest: 1`:
   * otherwise BullMQ waits for a Redis that is down, and the sender waits as well. Its Redis needs
   * `appendonly yes` and `maxmemory-policy noeviction`: otherwise deliveries can be lost.
   */
  readonly queue: BullMqQueue
  /**
   * Makes the `Worker` where this process handles deliveries, with a connection of its own:
   * `(processor, options) => new Worker(name, processor, { connection, ...options })`.
   */
  readonly worker?:
    | ((processor: BullMqProcessor, options: BullMqWorkerOptions) => BullMqWorker)
    | undefined
}

/** What the worker should be given besides its connection. */
export interface BullMqWorkerOptions {
  /** BullMQ gives a job up when its worker dies twice, unless told otherwise. */
  readonly maxStalledCount: number
}

const DAY_SECONDS = 24 * 3600

const JOB_OPTIONS: BullMqJobOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: DELAY_SECONDS * 1000, jitter: 0.5 },
  removeOnComplete: true,
  // What failed for good is the dead letters; BullMQ forgets them when others fail later.
  removeOnFail: { age: 14 * DAY_SECONDS },
}

/**
 * A queue that BullMQ runs. Deliveries that fail for good are its failed jobs, from where `retry()`
 * brings them back; they are kept for 14 days. Nothing is closed but the worker.
 */
export function bullmqQueue(options: BullMqOptions): Queue {
  checkOptions('bullmqQueue options', options, { queue: 'guard', worker: 'other' })
  const { queue, worker: createWorker } = options
  let worker: BullMqWorker | undefined
  return {
    enqueue: (envelope) => {
      const job = { ...JOB_OPTIONS, ...queue.defaultJobOptions }
      return queue.add('delivery', { envelope }, job)
    },
    work: (consume) => {
      if (createWorker === undefined) throw new TypeError('bullmqQueue needs `worker` to work')
      if (worker !== undefined) throw new TypeError('this queue is at work already')
      worker = createWorker(bullmqProcessor(consume), { maxStalledCount: ATTEMPTS })
    },
    close: async () => {
      await worker?.close()
    },
  }
}

/**
 * What a `Worker` that you run yourself has to be given: `bullmqProcessor(receiver.consume)`. A job
 * fails where `consume` rejects, and where it resolves to a receipt with an error.
 */
export function bullmqProcessor(consume: (envelope: string) => Promise<unknown>): BullMqProcessor {
  return async (job, token) => {
    try {
      const receipt = await consume(envelopeOf(job.data))
      if (hasFailed(receipt)) throw receipt.error
    } catch (error) {
      throw await judge(error, job, token)
    }
  }
}

function hasFailed(receipt: unknown): receipt is { readonly error: unknown } {
  if (typeof receipt !== 'object' || receipt === null || !('error' in receipt)) return false
  return receipt.error !== undefined
}

/** The error that makes BullMQ do what has to be done. It knows its own by name. */
async function judge(error: unknown, job: BullMqJob, token: string | undefined): Promise<Error> {
  const { attempts = 1 } = job.opts
  // BullMQ itself does not count what was put off.
  if (isFinal(error) || job.attemptsStarted >= attempts) return failure(error, 'UnrecoverableError')
  const seconds = afterSeconds(error)
  if (seconds === undefined || token === undefined) return failure(error, 'DeliveryFailed')
  await job.moveToDelayed(Date.now() + seconds * 1000, token)
  return failure(error, 'DelayedError')
}

function failure(error: unknown, name: string): Error {
  const { code, message } = noteOf(error)
  return Object.assign(new Error(code === undefined ? message : `${code} ${message}`), { name })
}
