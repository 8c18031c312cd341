/** Looks at what lies below the output folder, without ever following a link out of it. */
import { lstatSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { FileRefused, readRegular } from '../files/open.js'
import { isMissing, linkInTheWay } from './failure.js'

/** What lies at a path: `obstacle` is anything that is not a plain file. */
export type Entry =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'obstacle' }

export interface Disk {
  /** @throws {WriteError} `ERR_OUT_SYMLINK` where a folder on the way is a link */
  read(path: string): Entry
  /** The files below a folder, whatever they are; empty where there is no such folder. */
  list(folder: string): readonly string[]
  /**
   * The nearest folder that exists above `path`, or the output folder itself.
   *
   * @throws {WriteError} `ERR_OUT_SYMLINK`
   */
  parentOf(path: string): string
}

type Kind = 'folder' | 'file' | 'absent' | 'link' | 'other'

/** A view of the folder `out`; paths are relative to it, with `/`. Each folder is looked at once. */
export function openDisk(out: string): Disk {
  const folders = new Map<string, Kind>()

  function kindOfFolder(folder: string): Kind {
    const known = folders.get(folder) ?? kindOf(join(out, folder))
    folders.set(folder, known)
    return known
  }

  /** `folder` where every part of a path is one; otherwise what the first other part is. */
  function walkDown(folder: string): Kind {
    for (let end = 0; end !== -1; ) {
      end = folder.indexOf('/', end + 1)
      const part = end === -1 ? folder : folder.slice(0, end)
      const kind = kindOfFolder(part)
      if (kind === 'link') throw linkInTheWay(join(out, part))
      if (kind !== 'folder') return kind
    }
    return 'folder'
  }

  return {
    read(path) {
      const above = walkDown(dirname(path))
      if (above === 'absent') return { kind: 'absent' }
      if (above !== 'folder') return { kind: 'obstacle' }
      const kind = kindOf(join(out, path))
      if (kind === 'absent') return { kind }
      if (kind !== 'file') return { kind: 'obstacle' }
      return readEntry(join(out, path))
    },
    list(folder) {
      if (walkDown(folder) !== 'folder') return []
      const entries = readdirSync(join(out, folder), { withFileTypes: true, recursive: true })
      return (
        entries
          .filter((entry) => !entry.isDirectory())
          .map((entry) => join(entry.parentPath, entry.name).slice(join(out, '/').length))
          // Elsewhere than on Windows a backslash is a letter, and `..\..\x` the name of a file.
          .map((path) => path.replaceAll(sep, '/'))
          .sort()
      )
    },
    parentOf(path) {
      walkDown(dirname(path))
      for (let folder = dirname(path); folder !== ''; folder = dirname(folder)) {
        if (kindOfFolder(folder) === 'folder') return folder
      }
      return ''
    },
  }
}

/** What was a file a moment ago; something else may lie there by now. */
function readEntry(path: string): Entry {
  try {
    return { kind: 'file', bytes: readRegular(path) }
  } catch (error) {
    if (error instanceof FileRefused) return { kind: 'obstacle' }
    if (isMissing(error)) return { kind: 'absent' }
    throw error
  }
}

/** The folder part of a path with `/`; empty where the path is a bare name. */
export function dirname(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function kindOf(path: string): Kind {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return 'absent'
    if (stats.isSymbolicLink()) return 'link'
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other'
  } catch (error) {
    if (isMissing(error)) return 'absent'
    throw error
  }
}
