/** Makes folders and takes them away again. */
import { mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createFile, FileRefused, readIfPresent } from '../files/open.js'
import { errorCode, isMissing } from './failure.js'

/**
 * Makes a folder and those above it; returns the topmost one that was made, if any.
 *
 * Node's own recursive `mkdir` says `ENOENT` where the file system is read-only.
 */
export function makeFolders(folder: string): string | undefined {
  try {
    mkdirSync(folder)
    return folder
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && statSync(folder).isDirectory()) return undefined
    if (errorCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    const above = makeFolders(dirname(folder))
    const own = makeFolders(folder)
    return above ?? own
  }
}

const IGNORE_ALL = '*\n'

/** Has git leave a folder of ours alone, whatever lay in the place of the file that says so. */
export function keepOutOfGit(folder: string): void {
  const file = join(folder, '.gitignore')
  if (holdsIgnoreAll(file)) return
  rmSync(file, { force: true, recursive: true })
  try {
    createFile(file, IGNORE_ALL)
  } catch (error) {
    // Another run was faster.
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

function holdsIgnoreAll(file: string): boolean {
  try {
    return readIfPresent(file, IGNORE_ALL.length)?.toString() === IGNORE_ALL
  } catch (error) {
    if (error instanceof FileRefused) return false
    throw error
  }
}

/** Removes `folder` and those above it, up to and without `top`, as long as they are empty. */
export function removeEmptyFolders(folder: string, top: string): void {
  for (let at = folder; at !== top && at !== dirname(at); at = dirname(at)) {
    if (!removeIfEmpty(at)) return
  }
}

/** Whether the folder is gone now. */
export function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    if (isMissing(error)) return true
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') return false
    throw error
  }
}
