/** Carries a journal out, or takes it back; both can be cut short anywhere and begun again. */
import { access, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { WriteError } from '../errors.js'
import { dirname, openDisk } from './disk.js'
import { isMissing } from './failure.js'
import { makeFolders, removeEmptyFolders } from './folders.js'
import { type Journal, syncFolder, WORK_FOLDER } from './journal.js'
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
  for (const path of [inStage, ...journal.writes, ...journal.deletes]) await disk.parentOf(path)
  const folders = new Set<string>()
  for (const [index, path] of journal.writes.entries()) {
    await onStep(`write ${path}`)
    const folder = join(out, dirname(path))
    if (!folders.has(folder)) await makeFolders(folder)
    folders.add(folder)
    if (await move(join(stage, staged.comes(index)), join(out, path))) continue
    if (await exists(join(out, path))) continue
    throw new WriteError(
      'ERR_JOURNAL_INVALID',
      `the staged copy of ${path} is gone; delete ${join(out, WORK_FOLDER)} and generate again`,
    )
  }
  for (const [index, path] of journal.deletes.entries()) {
    await onStep(`delete ${path}`)
    await move(join(out, path), join(stage, staged.deleted(index)))
  }
  for (const folder of folders) await syncFolder(folder)
  for (const path of journal.deletes) await removeEmptyFolders(join(out, dirname(path)), out)
}

/**
 * Puts everything back as it was before the commit.
 *
 * The new file goes back to its staged name before the old one returns, so that a run cut short
 * here can still be finished forwards.
 */
export async function undoJournal(out: string, journal: Journal): Promise<void> {
  const stage = join(out, WORK_FOLDER, journal.stage)
  for (const [index, path] of journal.deletes.entries()) {
    const gone = join(stage, staged.deleted(index))
    if (!(await exists(gone))) continue
    await makeFolders(join(out, dirname(path)))
    await rename(gone, join(out, path))
  }
  for (const [index, path] of journal.writes.entries()) {
    const comes = join(stage, staged.comes(index))
    if (await exists(comes)) continue
    await move(join(out, path), comes)
    await move(join(stage, staged.replaced(index)), join(out, path))
  }
  for (const path of journal.writes) await removeEmptyFolders(join(out, dirname(path)), out)
}

/** Renames; false where there is nothing to rename. */
async function move(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
