/** Has the jobs done in a thread of their own, so that the rest of a run goes on meanwhile. */
import { Worker } from 'node:worker_threads'
import { GeneratorBug } from '../errors.js'
import { compilerJobs, type Jobs } from './jobs.js'

export interface Request {
  readonly id: number
  readonly job: keyof Jobs
  readonly texts: ReadonlyMap<string, string>
}

export interface Answer {
  readonly id: number
  readonly result?: unknown
  /** The message of a `GeneratorBug`: errors lose their class between threads. */
  readonly bug?: string
}

let shared: Jobs | undefined

/**
 * The jobs of this process. The thread begins to load TypeScript at once, and does not keep the
 * process alive. A checkout runs from sources, which no thread can read without help.
 */
export function openJobs(): Jobs {
  shared ??= import.meta.url.endsWith('.js') ? startWorker() : compilerJobs
  return shared
}

const WORKER = new URL('./compiler-worker.js', import.meta.url)

/** Of an SDK with as many modules, the thread holds hundreds of megabytes after its check. */
const LARGE = 1000

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

function startWorker(): Jobs {
  let thread: Thread | undefined = new Thread()
  const ask = <J extends keyof Jobs>(job: J, texts: ReadonlyMap<string, string>) => {
    if (thread === undefined || thread.isDead) thread = new Thread()
    return thread.ask(job, texts)
  }
  return {
    format: (texts) => ask('format', texts),
    build: (texts) => ask('build', texts),
    survey: (texts) => ask('survey', texts),
    check: async (texts) => {
      await ask('check', texts)
      if (texts.size < LARGE || thread?.isBusy) return
      // Nothing else gives the memory back; whoever asks for more gets another thread.
      const done = thread
      thread = undefined
      await done?.end()
    },
  }
}

class Thread {
  readonly #worker = new Worker(WORKER, { execArgv: [] })
  readonly #waiting = new Map<number, Waiting>()
  #count = 0
  #isDead = false

  constructor() {
    this.#worker.on('message', (answer: Answer) => this.#settle(answer))
    this.#worker.on('error', (error) => {
      this.#isDead = true
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
    // Last, for whoever listens holds the process.
    this.#worker.unref()
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0
  }

  get isDead(): boolean {
    return this.#isDead
  }

  ask<J extends keyof Jobs>(
    job: J,
    texts: ReadonlyMap<string, string>,
  ): Promise<Awaited<ReturnType<Jobs[J]>>> {
    return new Promise((resolve, reject) => {
      const id = this.#count++
      // Sound: the thread answers with what the job of that name resolves to.
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      this.#worker.ref()
      this.#worker.postMessage({ id, job, texts } satisfies Request)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle({ id, result, bug }: Answer): void {
    const { resolve, reject } = this.#waiting.get(id) ?? {}
    this.#waiting.delete(id)
    if (!this.isBusy) this.#worker.unref()
    if (bug === undefined) resolve?.(result)
    else reject?.(new GeneratorBug(bug))
  }
}
