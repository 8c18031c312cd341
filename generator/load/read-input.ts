/** Opens the files of a provider folder: behind a link only where it leads to a place in the folder. */
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { refuseLinks } from '../files/folders.js'
import { FileRefused, readRegular } from '../files/open.js'
import { dirnameOf, realPathBelow } from './paths.js'

/** A file of a folder: `file` is a path below `root`, with `/`. */
export interface InputFile {
  readonly root: string
  readonly file: string
}

/**
 * The bytes of a regular file. A link inside the folder is resolved first; what is opened then is no link
 * any more, and neither is a folder above it.
 *
 * @throws {FileRefused} `link` where it leads out of the folder, `irregular`, `large`
 * @throws the system's error, such as `ENOENT`
 */
export function readInput({ root, file }: InputFile, maxBytes: number): Buffer {
  const real = realPathBelow(root, file)
  if (real === 'outside') throw new FileRefused('link', join(root, file))
  const top = realpathSync.native(root)
  // Where it leads nowhere, the system says so best.
  const found = real === 'missing' ? file : real
  refuseLinks(top, dirnameOf(found))
  return readRegular(join(top, found), maxBytes)
}
