/** Compares a plan with the disk for `--check`, and writes nothing. */
import { join } from 'node:path'
import { findChanges } from './changes.js'
import { toWriteError } from './failure.js'
import { readJournal, WORK_FOLDER } from './journal.js'
import { isBuilt } from './paths.js'
import type { PlannedSdk } from './plan.js'

/** One line for each file of `out` that the plan would change, sorted; `dist/` is left out. */
export async function findDifferences(
  out: string,
  plan: readonly PlannedSdk[],
): Promise<readonly string[]> {
  try {
    const changes = findChanges(out, plan.map(withoutBuild))
    const lines = [
      ...changes.writes.map(({ path, replaces }) => [path, replaces ? 'differs' : 'is missing']),
      ...changes.foreign.map((path) => [path, 'was not written by Hookwright']),
      ...[...changes.deletes, ...changes.kept]
        .filter((path) => !isBuilt(path.slice(path.indexOf('/') + 1)))
        .map((path) => [path, 'is no longer generated']),
    ].map(([path, what]) => `${join(out, path ?? '')} ${what}`)
    if (readJournal(out) !== undefined) {
      lines.push(`${join(out, WORK_FOLDER)} holds a run that was interrupted; generate finishes it`)
    }
    return lines.sort()
  } catch (error) {
    throw toWriteError(error, out)
  }
}

function withoutBuild(sdk: PlannedSdk): PlannedSdk {
  return { ...sdk, built: false, files: sdk.files.filter((file) => !isBuilt(file.path)) }
}
