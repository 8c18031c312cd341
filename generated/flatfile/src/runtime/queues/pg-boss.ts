/** Hands deliveries over through pg-boss (10 to 12), which keeps them in PostgreSQL. */

import { checkOptions, type OptionRules } from '../check-options.js'
import type { Consume, Queue } from '../queue.js'
import { Poller } from './poller.js'
import { ATTEMPTS, afterSeconds, DELAY_SECONDS, envelopeOf, isFinal, noteOf } from './verdict.js'

/** The part of a job that we use, by shape. */
export interface PgBossJob {
  readonly id: string
  readonly data: unknown
  readonly retryLimit: number
  readonly retryCount: number
}

/** The part of `PgBoss` that we use, by shape. */
export interface PgBossLike {
  /** Resolves to nothing where it stored nothing. */
  readonly send: (name: string, data: object, options: object) => Promise<string | null>
  readonly fetch: (
    name: string,
    options: { readonly includeMetadata: true },
  ) => Promise<readonly PgBossJob[]>
  readonly complete: (name: string, id: string, output: object) => Promise<unknown>
  readonly fail: (name: string, id: string, output: object) => Promise<unknown>
  readonly getQueue: (name: string) => Promise<unknown>
  readonly createQueue: (
    name: string,
    options: { readonly name: string; readonly deadLetter?: string },
  ) => Promise<unknown>
}

export interface PgBossOptions {
  /** Started by you, and stopped by you after the receiver is closed. */
  readonly boss: PgBossLike
  /** The queue of deliveries; `webhooks` unless given. */
  readonly name?: string | undefined
  /** The queue of those that were given up; the name with `-dead` unless given. */
  readonly deadLetter?: string | undefined
  /** How many deliveries this process handles at once; 5 unless given. */
  readonly concurrency?: number | undefined
  /** How often to look for deliveries where there were none; 1 unless given. */
  readonly pollSeconds?: number | undefined
  /**
   * After how long a delivery whose worker died is handed over again; 300 unless given. It has to be
   * longer than your slowest handler takes.
   */
  readonly expireSeconds?: number | undefined
  /** Called where pg-boss fails while it is asked for work; `console.error` unless given. */
  readonly onError?: ((error: unknown) => void) | undefined
}

const CREATING_ATTEMPTS = 5

const RULES: OptionRules<PgBossOptions> = {
  boss: 'guard',
  name: 'other',
  deadLetter: 'other',
  concurrency: 'other',
  pollSeconds: 'other',
  expireSeconds: 'other',
  onError: 'other',
}

/** Where and how deliveries are stored. */
interface Place {
  readonly boss: PgBossLike
  readonly name: string
  readonly deadLetter: string
  readonly expireInSeconds: number
}

/**
 * A queue that pg-boss runs: it retries, and moves to the dead letters what it gave up. Both queues
 * are created where they do not exist.
 */
export function pgBossQueue(options: PgBossOptions): Queue {
  checkOptions('pgBossQueue options', options, RULES)
  const { boss, name = 'webhooks', deadLetter = `${name}-dead`, expireSeconds = 300 } = options
  if (name === deadLetter) throw new TypeError('deadLetter must be another queue than name')
  if (!Number.isSafeInteger(expireSeconds) || expireSeconds < 1) {
    throw new TypeError('expireSeconds must be a whole number above zero')
  }
  const place: Place = { boss, name, deadLetter, expireInSeconds: expireSeconds }
  let ready: Promise<void> | undefined
  const prepare = () => {
    ready ??= createQueues(place).catch((error: unknown) => {
      ready = undefined
      throw error
    })
    return ready
  }
  const poller = new Poller(options)
  return {
    enqueue: async (envelope) => {
      await prepare()
      return store(place, { envelope }, {})
    },
    work: async (consume) => {
      await prepare()
      poller.start(() => handleNext(place, consume))
    },
    close: () => poller.stop(),
  }
}

async function createQueues({ boss, name, deadLetter }: Place): Promise<void> {
  await createQueue(boss, deadLetter, { name: deadLetter })
  await createQueue(boss, name, { name, deadLetter })
}

// Processes that start at the same moment create a queue at the same moment. PostgreSQL then ends
// the attempts of some by an error, such as a deadlock, for the good of one.
async function createQueue(
  boss: PgBossLike,
  queue: string,
  options: { readonly name: string; readonly deadLetter?: string },
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    // Creating one takes rights that a receiver need not have where somebody else created it.
    if ((await boss.getQueue(queue)) != null) return
    try {
      await boss.createQueue(queue, options)
      return
    } catch (error) {
      if (attempt === CREATING_ATTEMPTS) throw error
    }
  }
}

function store({ boss, name, deadLetter, expireInSeconds }: Place, data: object, more: object) {
  const retries = { retryLimit: ATTEMPTS - 1, retryDelay: DELAY_SECONDS, retryBackoff: true }
  return send(boss, name, data, { ...retries, deadLetter, expireInSeconds, ...more })
}

async function send(boss: PgBossLike, name: string, data: object, options: object): Promise<void> {
  if (typeof (await boss.send(name, data, options)) === 'string') return
  throw new Error(
    `pg-boss stored nothing in the queue "${name}": it has to exist, with the policy "standard"`,
  )
}

/** Whether there was a delivery to handle. */
async function handleNext(place: Place, consume: Consume): Promise<boolean> {
  const { boss, name } = place
  const [job] = await boss.fetch(name, { includeMetadata: true })
  if (job === undefined) return false
  try {
    await consume(envelopeOf(job.data))
  } catch (error) {
    await settle(place, job, error)
    return true
  }
  await boss.complete(name, job.id, {})
  return true
}

// Stored elsewhere first and completed then: who dies in between leaves two, and never none.
async function settle(place: Place, job: PgBossJob, error: unknown): Promise<void> {
  const { boss, name, deadLetter } = place
  const note = noteOf(error)
  const data = typeof job.data === 'object' && job.data !== null ? job.data : {}
  const left = job.retryLimit - job.retryCount
  const seconds = afterSeconds(error)
  if (isFinal(error)) {
    await send(boss, deadLetter, data, {})
  } else if (seconds !== undefined && left > 0) {
    await store(place, data, { startAfter: Math.ceil(seconds), retryLimit: left - 1 })
  } else {
    await boss.fail(name, job.id, note)
    return
  }
  await boss.complete(name, job.id, note)
}
