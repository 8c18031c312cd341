/** Generates again whenever an input changes. */
import { watch } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { UsageError } from '../errors.js'

/** Editors write a file in several steps, and a checkout changes many. */
const QUIET_MILLISECONDS = 100

/**
 * Calls `action`, and again after each change below `folders` that is not in `ignored`, one call
 * at a time, until `signal` ends it.
 *
 * @throws {UsageError} where a folder cannot be watched
 */
export async function repeatOnChange(
  { folders, ignored }: { readonly folders: readonly string[]; readonly ignored: string },
  action: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const changes = new Changes()
  signal.addEventListener('abort', () => changes.report())
  for (const folder of folders) {
    try {
      const watcher = watch(folder, { recursive: true, signal }, (_event, name) => {
        if (name === null || !isInside(resolve(folder, name), ignored)) changes.report()
      })
      // The folder is gone, for one: the next run says so better.
      watcher.on('error', () => changes.report())
    } catch {
      throw new UsageError(`${folder} cannot be watched; is it a folder?`)
    }
  }
  while (!signal.aborted) {
    await action()
    await changes.next(QUIET_MILLISECONDS)
  }
}

/** Remembers whether something changed since it was last asked. */
class Changes {
  #hasChange = false
  #wake = () => {}

  report(): void {
    this.#hasChange = true
    this.#wake()
  }

  /** Waits for a change, and then until none comes for a while. */
  async next(quietMilliseconds: number): Promise<void> {
    if (!this.#hasChange) await new Promise<void>((wake) => (this.#wake = wake))
    while (this.#hasChange) {
      this.#hasChange = false
      await new Promise((done) => setTimeout(done, quietMilliseconds))
    }
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !/^([a-z]:|\/)/i.test(way))
}
