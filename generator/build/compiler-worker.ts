/** A thread that has TypeScript at hand: loading it goes on while the inputs are read. */
import { parentPort } from 'node:worker_threads'
import { GeneratorBug } from '../errors.js'
import { loadCompiler } from './compiler.js'
import { compilerJobs } from './jobs.js'
import type { Answer, Request } from './worker-jobs.js'

async function answer({ id, job, texts }: Request): Promise<Answer> {
  try {
    return { id, result: await compilerJobs[job](texts) }
  } catch (error) {
    if (error instanceof GeneratorBug) return { id, bug: error.message }
    throw error
  }
}

parentPort?.on('message', async (request: Request) =>
  parentPort?.postMessage(await answer(request)),
)
await loadCompiler()
