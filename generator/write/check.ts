/** Compares a plan with the disk for `--check` and `--verify`, and writes nothing. */
import { join } from 'node:path'
import { findChanges } from './changes.js'
import { openDisk } from './disk.js'
import { toWriteError } from './failure.js'
import { hasJournal, WORK_FOLDER } from './journal.js'
import { isBuilt } from './paths.js'
import type { PlannedSdk } from './plan.js'

/** What is published of an SDK beside the files at its top. */
const PUBLISHED = ['dist', 'sql']

/**
 * One line for each file of `out` that the plan would change, sorted. `dist/` is left out, except where
 * `isWhole`: then a file that is published and not planned is a difference as well.
 */
export async function findDifferences(
  out: string,
  plan: readonly PlannedSdk[],
  isWhole = false,
): Promise<readonly string[]> {
  try {
    const changes = findChanges(out, isWhole ? plan : plan.map(withoutBuild))
    const isCounted = (path: string) => isWhole || !isBuilt(path.slice(path.indexOf('/') + 1))
    const lines = [
      ...changes.writes.map(({ path, replaces }) => [path, replaces ? 'differs' : 'is missing']),
      ...changes.foreign.map((path) => [path, 'was not written by Hookwright']),
      ...[...changes.deletes, ...changes.kept]
        .filter(isCounted)
        .map((path) => [path, 'is no longer generated']),
      ...(isWhole ? findStrangers(out, plan, changes.deletes) : []).map((path) => [
        path,
        'was not written by Hookwright',
      ]),
    ].map(([path, what]) => `${join(out, path ?? '')} ${what}`)
    if (hasJournal(out)) {
      lines.push(`${join(out, WORK_FOLDER)} holds a run that was interrupted; generate finishes it`)
    }
    return lines.sort()
  } catch (error) {
    throw toWriteError(error, out)
  }
}

function findStrangers(
  out: string,
  plan: readonly PlannedSdk[],
  stale: readonly string[],
): readonly string[] {
  const disk = openDisk(out)
  return plan.flatMap(({ provider, built, files }) => {
    const known = new Set([...stale, ...files.map(({ path }) => `${provider}/${path}`)])
    return PUBLISHED.filter((folder) => built || folder !== 'dist')
      .flatMap((folder) => disk.list(`${provider}/${folder}`))
      .filter((path) => !known.has(path))
  })
}

function withoutBuild(sdk: PlannedSdk): PlannedSdk {
  return { ...sdk, built: false, files: sdk.files.filter((file) => !isBuilt(file.path)) }
}
