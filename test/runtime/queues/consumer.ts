/** What the tests of all engines share: a consumer that notes what it gets, and a worker to kill. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import type { Consume } from '../../../templates/runtime/queue.js'

const PATIENCE = { timeout: 30_000, interval: 20 }

/** Runs `answer` for each envelope, with the number of the attempt. */
export function consumer(answer: (attempt: number, envelope: string) => unknown = () => undefined) {
  const got: string[] = []
  const consume: Consume = async (envelope) => {
    got.push(envelope)
    await answer(got.filter((one) => one === envelope).length, envelope)
  }
  return { got, consume }
}

/** Waits until it holds. */
export function until(holds: () => unknown): Promise<void> {
  return vi.waitFor(async () => {
    if (!(await holds())) throw new Error('it does not hold yet')
  }, PATIENCE)
}

/** Something to wait for, and to end from outside. */
export function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

/** Starts a worker that takes one job and never ends it; resolves once it has begun. */
export async function startHanging(file: string, args: readonly string[]): Promise<ChildProcess> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the worker ended with ${code} before it began`)
    }),
  ])
  return child
}

export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
