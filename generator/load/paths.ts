/** Names and paths of input files. */
import { realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const SCHEMA_FILE = /\.(?:json|ya?ml)$/i

/** True for the extensions in which schemas and configs are written. */
export function hasSchemaExtension(name: string): boolean {
  return SCHEMA_FILE.test(name)
}

/** True for a folder, also behind symbolic links; false where none can be found. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** A path below a folder, written after the folder as the user typed it. */
export function showPath(shown: string, below: string): string {
  const folder = shown.replace(/[/\\]+$/, '')
  if (folder === '') return shown === '' ? below : `/${below}`
  return `${folder}/${below}`
}

/**
 * Where a path below `root` really is, relative to the real root and with `/`.
 *
 * `outside` if symlinks lead out of the root, `missing` if nothing can be found there.
 */
export function realPathBelow(root: string, below: string): string | 'outside' | 'missing' {
  let real: string
  try {
    real = relative(realpathSync.native(root), realpathSync.native(join(root, below)))
  } catch {
    return 'missing'
  }
  const path = real.split(sep).join('/')
  return leaves(path) ? 'outside' : path
}

/** The folder part of a path with `/`; empty where it is a bare name. */
export function dirnameOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** True if a relative path with `/`, normalised, climbs out of where it starts. */
export function leaves(path: string): boolean {
  // On Windows the relative path to another drive is absolute.
  return path === '..' || path.startsWith('../') || path.startsWith('/') || /^[A-Za-z]:/.test(path)
}
