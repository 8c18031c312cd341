/** Generates again whenever an input changes. */
import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { UsageError } from '../errors.js'

/** Editors write a file in several steps, and a checkout changes many. */
const QUIET_MILLISECONDS = 100

/** Changes all the time, and holds no schema of anybody's own. */
const UNWATCHED: ReadonlySet<string> = new Set(['.git', 'node_modules'])

export interface WatchedPlaces {
  readonly folders: readonly string[]
  readonly ignored: string
}

/**
 * Calls `action`, and again after each change below `folders` that is not in `ignored`, one call
 * at a time, until `signal` ends it.
 *
 * @throws {UsageError} where a folder cannot be watched
 */
export async function repeatOnChange(
  places: WatchedPlaces,
  action: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const changes = new Changes()
  signal.addEventListener('abort', () => changes.report())
  let watchers: readonly FSWatcher[] = []
  try {
    while (!signal.aborted) {
      for (const watcher of watchers) watcher.close()
      watchers = watchAll(places, () => changes.report())
      await action()
      await changes.next(QUIET_MILLISECONDS)
    }
  } finally {
    for (const watcher of watchers) watcher.close()
  }
}

/**
 * Watches each folder by itself, and all of them anew before each run, which sees what changed until
 * then. Node's own recursive watching goes deaf for a file that is replaced, as editors do it.
 */
function watchAll({ folders, ignored }: WatchedPlaces, report: () => void): readonly FSWatcher[] {
  const watchers: FSWatcher[] = []
  const open = folders.map((folder) => resolve(folder))
  const given = new Set(open)
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const path = folder
    try {
      const watcher = watch(path, (_event, name) => {
        if (name === null || !isInside(resolve(path, name), ignored)) report()
      })
      // The folder is gone, for one: the next run says so better.
      watchers.push(watcher.on('error', report))
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const inner = resolve(path, entry.name)
        if (!entry.isDirectory() || UNWATCHED.has(entry.name) || isInside(inner, ignored)) continue
        open.push(inner)
      }
    } catch {
      // A folder inside that has just gone is a change of the one that held it.
      if (!given.has(path)) continue
      for (const watcher of watchers) watcher.close()
      throw new UsageError(`${path} cannot be watched; is it a folder?`)
    }
  }
  return watchers
}

/**
 * Aborted when the process is told to end. What is under way is finished, so that nothing is left
 * half done; a second signal of the kind ends the process at once.
 */
export function untilTold(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  return stop.signal
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
