/** Carries a journal out, or takes it back; both can be cut short anywhere and begun again. */
import { lstatSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { refuseLinks, syncFolder } from '../files/folders.js'
import { readIfPresent } from '../files/open.js'
import { dirname, openDisk } from './disk.js'
import { isMissing } from './failure.js'
import { makeFolders, removeEmptyFolders } from './folders.js'
import { invalid, type Journal, WORK_FOLDER } from './journal.js'
import { isManifest, sha256 } from './manifest.js'
import { staged } from './stage.js'

/** Told before each step; what it throws ends the commit there. */
export type OnStep = (step: string) => void | Promise<void>

export interface Steps {
  readonly onStep?: OnStep
  /** Whether the staged file of a number is to be moved; all of them unless given. */
  readonly isSound?: (index: number) => boolean
}

/** Moves the staged files into place and the stale ones out. Steps already done are passed over. */
export async function applyJournal(
  out: string,
  journal: Journal,
  { onStep = () => {}, isSound = () => true }: Steps = {},
): Promise<void> {
  const stage = join(out, WORK_FOLDER, journal.stage)
  const disk = openDisk(out)
  const inStage = `${WORK_FOLDER}/${journal.stage}/${staged.comes(0)}`
  for (const path of [inStage, ...journal.writes, ...journal.deletes]) disk.parentOf(path)
  const folders = new Set<string>()
  for (const [index, path] of journal.writes.entries()) {
    await onStep(`write ${path}`)
    if (!isSound(index)) continue
    const folder = join(out, dirname(path))
    if (!folders.has(folder)) {
      refuseLinks(out, dirname(path))
      makeFolders(folder)
    }
    folders.add(folder)
    if (move(join(stage, staged.comes(index)), join(out, path))) continue
    if (!exists(join(out, path))) throw invalid(out, `the staged copy of ${path} is gone`)
  }
  for (const [index, path] of journal.deletes.entries()) {
    await onStep(`delete ${path}`)
    refuseLinks(out, dirname(path))
    move(join(out, path), join(stage, staged.deleted(index)))
  }
  // The next run sees any other rename that a power cut has undone, but not what is ours without it.
  for (const path of journal.writes) if (isManifest(path)) syncFolder(join(out, dirname(path)))
  for (const path of journal.deletes) removeEmptyFolders(join(out, dirname(path)), out)
}

/** By which files of a run that was cut short are what it staged: what a power cut has torn is not. */
export function soundnessOf(out: string, journal: Journal): (index: number) => boolean {
  const below = `${WORK_FOLDER}/${journal.stage}`
  refuseLinks(out, below)
  return (index) => {
    const bytes = readIfPresent(join(out, below, staged.comes(index)))
    return bytes === undefined || sha256(bytes) === journal.hashes[index]
  }
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
    if (!exists(gone)) continue
    makeFolders(join(out, dirname(path)))
    renameSync(gone, join(out, path))
  }
  for (const [index, path] of journal.writes.entries()) {
    const comes = join(stage, staged.comes(index))
    if (exists(comes)) continue
    move(join(out, path), comes)
    move(join(stage, staged.replaced(index)), join(out, path))
  }
  for (const path of journal.writes) removeEmptyFolders(join(out, dirname(path)), out)
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
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
