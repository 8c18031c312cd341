/** Carries a journal out, or takes it back; both can be cut short anywhere and begun again. */
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { WriteError } from '../errors.js'
import { dirname, openDisk } from './disk.js'
import { isMissing } from './failure.js'
import { makeFolders, removeEmptyFolders } from './folders.js'
import { type Journal, syncFolder, WORK_FOLDER } from './journal.js'
import { isManifest } from './manifest.js'
import { staged } from './stage.js'

/** Told before each step; what it throws ends the commit there. */
export type OnStep = (step: string) => void | Promise<void>

/** Moves the staged files into place and the stale ones out. Steps already done are passed over. */
export async function applyJournal(
  out: string,
  journal: Journal,
  onStep: OnStep = () => {},
): Promise<void> {
  const stage = join(out, WORK_FOLDER, journal.stage)
  const disk = openDisk(out)
  const inStage = `${WORK_FOLDER}/${journal.stage}/${staged.comes(0)}`
  for (const path of [inStage, ...journal.writes, ...journal.deletes]) disk.parentOf(path)
  const folders = new Set<string>()
  for (const [index, path] of journal.writes.entries()) {
    await onStep(`write ${path}`)
    const folder = join(out, dirname(path))
    if (!folders.has(folder)) makeFolders(folder)
    folders.add(folder)
    if (move(join(stage, staged.comes(index)), join(out, path))) continue
    if (existsSync(join(out, path))) continue
    throw new WriteError(
      'ERR_JOURNAL_INVALID',
      `the staged copy of ${path} is gone; delete ${join(out, WORK_FOLDER)} and generate again`,
    )
  }
  for (const [index, path] of journal.deletes.entries()) {
    await onStep(`delete ${path}`)
    move(join(out, path), join(stage, staged.deleted(index)))
  }
  // The next run sees any other rename that a power cut has undone, but not what is ours without it.
  for (const path of journal.writes) if (isManifest(path)) syncFolder(join(out, dirname(path)))
  for (const path of journal.deletes) removeEmptyFolders(join(out, dirname(path)), out)
}

/**
 * Puts everything back as it was before the commit.
 *
 * The new file goes back to its staged name before the old one returns, so that a run cut short
 * here can still be finished forwards.
 */
export function undoJournal(out: string, journal: Journal): void {
  const stage = join(out, WORK_FOLDER, journal.stage)
  for (const [index, path] of journal.deletes.entries()) {
    const gone = join(stage, staged.deleted(index))
    if (!existsSync(gone)) continue
    makeFolders(join(out, dirname(path)))
    renameSync(gone, join(out, path))
  }
  for (const [index, path] of journal.writes.entries()) {
    const comes = join(stage, staged.comes(index))
    if (existsSync(comes)) continue
    move(join(out, path), comes)
    move(join(stage, staged.replaced(index)), join(out, path))
  }
  for (const path of journal.writes) removeEmptyFolders(join(out, dirname(path)), out)
}

/** Renames; false where there is nothing to rename. */
function move(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
