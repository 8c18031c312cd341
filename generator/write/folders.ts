/** Makes folders and takes them away again. */
import { mkdir, rmdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode, isMissing } from './failure.js'

/**
 * Makes a folder and those above it; returns the topmost one that was made, if any.
 *
 * Node's own recursive `mkdir` says `ENOENT` where the file system is read-only.
 */
export async function makeFolders(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder)
    return folder
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined
    if (errorCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    const above = await makeFolders(dirname(folder))
    const own = await makeFolders(folder)
    return above ?? own
  }
}

/** Removes `folder` and those above it, up to and without `top`, as long as they are empty. */
export async function removeEmptyFolders(folder: string, top: string): Promise<void> {
  for (let at = folder; at !== top && at !== dirname(at); at = dirname(at)) {
    if (!(await removeIfEmpty(at))) return
  }
}

/** Whether the folder is gone now. */
export async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder)
    return true
  } catch (error) {
    if (isMissing(error)) return true
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') return false
    throw error
  }
}
