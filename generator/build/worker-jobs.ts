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

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

function startWorker(): Jobs {
  const worker = new Worker(WORKER, { execArgv: [] })
  const waiting = new Map<number, Waiting>()
  let count = 0
  let failure: unknown
  worker.on('message', ({ id, result, bug }: Answer) => {
    const { resolve, reject } = waiting.get(id) ?? {}
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
    if (bug === undefined) resolve?.(result)
    else reject?.(new GeneratorBug(bug))
  })
  worker.on('error', (error) => {
    failure = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    shared = undefined
  })
  // Last, for whoever listens holds the process.
  worker.unref()
  const ask = <J extends keyof Jobs>(job: J, texts: ReadonlyMap<string, string>) =>
    new Promise<Awaited<ReturnType<Jobs[J]>>>((resolve, reject) => {
      if (failure !== undefined) return reject(failure)
      const id = count++
      // Sound: the thread answers with what the job of that name resolves to.
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      worker.ref()
      worker.postMessage({ id, job, texts } satisfies Request)
    })
  return {
    format: (texts) => ask('format', texts),
    build: (texts) => ask('build', texts),
    check: (texts) => ask('check', texts),
    survey: (texts) => ask('survey', texts),
  }
}
