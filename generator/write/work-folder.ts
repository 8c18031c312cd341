/** Our own corner of the output folder: made for a run, locked, and but for the cache gone when it is over. */
import { readdirSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { refuseLinks } from '../files/folders.js'
import { errorCode, isMissing, toWriteError } from './failure.js'
import { keepOutOfGit, makeFolders, removeEmptyFolders, removeIfEmpty } from './folders.js'
import { CACHE_FOLDER, hasJournal, WORK_FOLDER } from './journal.js'
import { takeLock } from './lock.js'

/** Left by a run that was killed before it committed: worthless. */
const LEFTOVER = /^(stage-.*|journal\.json\.draft|lock-[0-9a-f]{16}|lock-turn)$/
const MAKING_ATTEMPTS = 100
/** What may lie there while no run is under way. */
const LASTING: ReadonlySet<string> = new Set(['.gitignore', CACHE_FOLDER])

/** Whether more than the cache is in the work folder: a run is under way, or was killed. */
export function hasWorkFolder(out: string): boolean {
  try {
    refuseLinks(out, WORK_FOLDER)
    return readdirSync(join(out, WORK_FOLDER)).some((name) => !LASTING.has(name))
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/**
 * Runs `action` as the only writer to `out`, which is made where it is absent. `action` gets the
 * real path of it. Where it fails, nothing of this run is left behind.
 *
 * @throws {WriteError}
 */
export async function withWorkFolder<T>(
  out: string,
  action: (root: string) => Promise<T>,
): Promise<T> {
  let made: string | undefined
  try {
    made = makeFolders(resolve(out))
    const root = realpathSync(out)
    return await insideWorkFolder(root, () => action(root))
  } catch (error) {
    if (made !== undefined) removeEmptyFolders(resolve(out), dirname(made))
    throw toWriteError(error, out)
  }
}

async function insideWorkFolder<T>(root: string, action: () => Promise<T>): Promise<T> {
  const release = await enter(root)
  let result: T
  try {
    result = await action()
  } catch (error) {
    // What stopped the action stops the clearing away as well, and is what the user must hear of.
    await leave(root, release).catch(() => {})
    throw error
  }
  await leave(root, release)
  return result
}

/** Another run may remove the work folder, as it ends, between making and locking it here. */
async function enter(root: string): Promise<() => Promise<void>> {
  const folder = join(root, WORK_FOLDER)
  for (let attempt = 1; ; attempt++) {
    try {
      hasWorkFolder(root)
      makeFolders(folder)
      keepOutOfGit(folder)
      return await takeLock(join(folder, 'lock'))
    } catch (error) {
      if (errorCode(error) === 'ENOENT' && attempt < MAKING_ATTEMPTS) continue
      if (!isLocked(error)) tidy(folder)
      throw error
    }
  }
}

function isLocked(error: unknown): boolean {
  return errorCode(error) === 'ERR_OUT_LOCKED'
}

async function leave(root: string, release: () => Promise<void>): Promise<void> {
  try {
    sweep(root)
  } finally {
    await release()
  }
  tidy(join(root, WORK_FOLDER))
}

/** Deletes what a killed run staged; not while a journal still needs it. */
export function sweep(root: string): void {
  const folder = join(root, WORK_FOLDER)
  if (hasJournal(root)) return
  for (const name of readdirSync(folder)) {
    if (LEFTOVER.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Removes the work folder unless something in it is still needed. */
function tidy(folder: string): void {
  try {
    const names = readdirSync(folder)
    if (names.some((name) => name !== '.gitignore')) return
    rmSync(join(folder, '.gitignore'), { force: true })
    removeIfEmpty(folder)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
