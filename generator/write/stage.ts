/** Stages a commit: everything that can fail for want of room or rights fails here. */
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, copyFile, link, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { WriteError } from '../errors.js'
import type { Changes, Write } from './changes.js'
import { openDisk } from './disk.js'
import { inParallel } from './in-parallel.js'
import { type Journal, syncFolder, WORK_FOLDER, writeDurably } from './journal.js'

/** Names of staged files: what comes, and what was there, by number. */
export const staged = {
  comes: (index: number) => `${index}.new`,
  replaced: (index: number) => `${index}.old`,
  deleted: (index: number) => `${index}.gone`,
}

/** Writes every changed file beside the output, and leaves the output itself untouched. */
export async function stageChanges(out: string, changes: Changes): Promise<Journal> {
  await refuseUnwritable(out, [...changes.writes.map((write) => write.path), ...changes.deletes])
  const stage = `stage-${randomBytes(8).toString('hex')}`
  const folder = join(out, WORK_FOLDER, stage)
  await mkdir(folder)
  await inParallel(changes.writes, (write, index) => stageFile(out, folder, index, write))
  await syncFolder(folder)
  return { stage, writes: changes.writes.map((write) => write.path), deletes: changes.deletes }
}

async function stageFile(out: string, folder: string, index: number, write: Write): Promise<void> {
  await writeDurably(join(folder, staged.comes(index)), write.bytes)
  if (!write.replaces) return
  const backup = join(folder, staged.replaced(index))
  try {
    await link(join(out, write.path), backup)
  } catch {
    // Some file systems, and some systems for files of others, have no hard links.
    await copyFile(join(out, write.path), backup)
  }
}

/** A rename fails where the folder is not writable or lies on another device: better known now. */
async function refuseUnwritable(out: string, paths: readonly string[]): Promise<void> {
  const disk = openDisk(out)
  const folders = new Set<string>()
  for (const path of paths) folders.add(await disk.parentOf(path))
  const { dev } = await stat(join(out, WORK_FOLDER))
  for (const folder of folders) {
    await access(join(out, folder), constants.W_OK | constants.X_OK)
    if ((await stat(join(out, folder))).dev === dev) continue
    throw new WriteError(
      'ERR_OUT_DEVICE',
      `${join(out, folder)} lies on another device than ${out}, so it cannot be replaced in one step`,
    )
  }
}
