/** Stages a commit: everything that can fail for want of room or rights fails here. */
import { randomBytes } from 'node:crypto'
import { accessSync, constants, linkSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { WriteError } from '../errors.js'
import { syncFolder } from '../files/folders.js'
import { createFile, readRegular } from '../files/open.js'
import type { Changes, Write } from './changes.js'
import { openDisk } from './disk.js'
import { type Journal, WORK_FOLDER } from './journal.js'
import { isManifest, sha256 } from './manifest.js'

/** Names of staged files: what comes, and what was there, by number. */
export const staged = {
  comes: (index: number) => `${index}.new`,
  replaced: (index: number) => `${index}.old`,
  deleted: (index: number) => `${index}.gone`,
}

/** Writes every changed file beside the output, and leaves the output itself untouched. */
export function stageChanges(out: string, changes: Changes): Journal {
  refuseUnwritable(out, [...changes.writes.map((write) => write.path), ...changes.deletes])
  const stage = `stage-${randomBytes(8).toString('hex')}`
  const folder = join(out, WORK_FOLDER, stage)
  mkdirSync(folder)
  for (const [index, write] of changes.writes.entries()) stageFile(out, folder, index, write)
  syncFolder(folder)
  return {
    stage,
    writes: changes.writes.map((write) => write.path),
    hashes: changes.writes.map((write) => sha256(write.content)),
    deletes: changes.deletes,
  }
}

function stageFile(out: string, folder: string, index: number, write: Write): void {
  const file = join(folder, staged.comes(index))
  // Of a file that a power cut has torn, the next run sees that it differs; of a manifest, nothing.
  createFile(file, write.content, { isDurable: isManifest(write.path) })
  if (!write.replaces) return
  const backup = join(folder, staged.replaced(index))
  try {
    linkSync(join(out, write.path), backup)
  } catch {
    // Some file systems, and some systems for files of others, have no hard links.
    createFile(backup, readRegular(join(out, write.path)))
  }
}

/** A rename fails where the folder is not writable or lies on another device: better known now. */
function refuseUnwritable(out: string, paths: readonly string[]): void {
  const disk = openDisk(out)
  const folders = new Set<string>()
  for (const path of paths) folders.add(disk.parentOf(path))
  const { dev } = statSync(join(out, WORK_FOLDER))
  for (const folder of folders) {
    accessSync(join(out, folder), constants.W_OK | constants.X_OK)
    if (statSync(join(out, folder)).dev === dev) continue
    throw new WriteError(
      'ERR_OUT_DEVICE',
      `${join(out, folder)} lies on another device than ${out}, so it cannot be replaced in one step`,
    )
  }
}
