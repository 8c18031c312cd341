/** Writes a plan to the output folder: all of it or nothing. */
import { join } from 'node:path'
import { WriteError } from '../errors.js'
import { FileRefused } from '../files/open.js'
import { userKey } from '../files/user-key.js'
import { applyJournal, type OnStep, soundnessOf, undoJournal } from './apply.js'
import { type Changes, findChanges, holdsManifests } from './changes.js'
import { errorCode, toWriteError } from './failure.js'
import { hasJournal, type Journal, readJournal, removeJournal, writeJournal } from './journal.js'
import type { PlannedSdk } from './plan.js'
import { stageChanges } from './stage.js'
import { hasWorkFolder, sweep, withWorkFolder } from './work-folder.js'

const SHOWN = 10

/** All paths are below the output folder. */
export interface CommitResult {
  readonly written: readonly string[]
  readonly deleted: readonly string[]
  /** No longer generated, but edited by somebody since, and so left alone. */
  readonly kept: readonly string[]
}

/**
 * Makes `out` hold the plan. Files whose bytes are right are not touched. A run that fails, or is
 * killed before it commits, leaves `out` as it was; one killed later is finished by the next.
 *
 * @throws {WriteError}
 */
export async function commit(
  out: string,
  plan: readonly PlannedSdk[],
  onStep: OnStep = () => {},
): Promise<CommitResult> {
  try {
    if (!hasWorkFolder(out) && holdsManifests(out, plan)) {
      const changes = findChanges(out, plan)
      refuseForeign(out, changes.foreign)
      if (isEmpty(changes)) return resultOf(changes)
    }
  } catch (error) {
    throw toWriteError(error, out)
  }
  return withWorkFolder(out, async (root) => {
    await finishJournal(root)
    // Once more: another run may have written before this one had the lock.
    const changes = findChanges(root, plan)
    refuseForeign(out, changes.foreign)
    if (!isEmpty(changes)) await carryOut(root, changes, onStep)
    return resultOf(changes)
  })
}

/**
 * Finishes the commit of a run that was killed, and clears away what it staged. To be called
 * before a run that may fail does anything else.
 *
 * @throws {WriteError}
 */
export async function recover(out: string): Promise<void> {
  if (hasWorkFolder(out)) await withWorkFolder(out, finishJournal)
}

async function finishJournal(root: string): Promise<void> {
  if (!hasJournal(root)) return sweep(root)
  const journal = readJournal(root, userKey())
  if (journal !== undefined) {
    try {
      await applyJournal(root, journal, { isSound: soundnessOf(root, journal) })
    } catch (error) {
      const known = error instanceof FileRefused ? toWriteError(error, root) : error
      throw known instanceof WriteError ? known : unfinished(root, error)
    }
    removeJournal(root)
  }
  sweep(root)
}

async function carryOut(root: string, changes: Changes, onStep: OnStep): Promise<void> {
  await onStep('stage')
  const journal = stageChanges(root, changes)
  await onStep('journal')
  writeJournal(root, journal, userKey())
  try {
    await applyJournal(root, journal, { onStep })
  } catch (error) {
    takeBack(root, journal, error)
    throw error
  }
  await onStep('finish')
  removeJournal(root)
  await onStep('sweep')
}

function takeBack(root: string, journal: Journal, cause: unknown): void {
  try {
    undoJournal(root, journal)
    removeJournal(root)
  } catch {
    throw unfinished(root, cause)
  }
}

function unfinished(root: string, cause: unknown): WriteError {
  return new WriteError(
    'ERR_COMMIT_UNFINISHED',
    `writing to ${root} stopped half-way (${errorCode(cause)}); the next run finishes it`,
    cause,
  )
}

function refuseForeign(out: string, paths: readonly string[]): void {
  if (paths.length === 0) return
  const shown = paths.slice(0, SHOWN).map((path) => join(out, path))
  if (paths.length > SHOWN) shown.push(`${paths.length - SHOWN} more`)
  throw new WriteError(
    'ERR_FILE_FOREIGN',
    `${shown.join(', ')}: in the way of generated files, and not written by Hookwright; ` +
      'move or delete what is there, or choose another --out',
  )
}

function isEmpty({ writes, deletes }: Changes): boolean {
  return writes.length === 0 && deletes.length === 0
}

function resultOf({ writes, deletes, kept }: Changes): CommitResult {
  return { written: writes.map((write) => write.path), deleted: deletes, kept }
}
