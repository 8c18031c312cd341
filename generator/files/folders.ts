/** Folders below one that is trusted: each is looked at, and none of them may be a link. */
import { closeSync, constants, fsyncSync, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { FileRefused } from './open.js'

/**
 * Looks at each part of `below`, a path with `/` in the folder `root`, up to the first that is not there.
 * Node cannot open a file by the folder that it has looked at, so whoever may change the folder between
 * this and the next call gets past it: that is somebody who can write what is written there as well.
 *
 * @throws {FileRefused} where a part is a link, or no folder
 */
export function refuseLinks(root: string, below: string): void {
  let path = root
  for (const part of below.split('/')) {
    if (part === '') continue
    path = join(path, part)
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return
    if (stats.isSymbolicLink()) throw new FileRefused('link', path)
    if (!stats.isDirectory()) throw new FileRefused('irregular', path)
  }
}

/** Makes renames in a folder durable. Windows has no such thing, and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
