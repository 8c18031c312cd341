/** A secret of the user's own: what carries its mark was written by this user's runs, on this machine. */
import { createHmac, randomBytes } from 'node:crypto'
import { linkSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { createFile, hasCode, readRegular } from './open.js'

const KEY_BYTES = 32
const [OTHERS, PRIVATE_FILE, PRIVATE_FOLDER] = [0o077, 0o600, 0o700]

type Environment = Readonly<Record<string, string | undefined>>

/** The user's cache folder of Hookwright, which need not exist; absent where the system names none. */
export function userFolder(env: Environment, platform: NodeJS.Platform): string | undefined {
  const home = env['HOME'] ?? ''
  const candidates: Partial<Record<NodeJS.Platform, string>> = {
    win32: env['LOCALAPPDATA'] ?? '',
    darwin: home === '' ? '' : join(home, 'Library', 'Caches'),
  }
  const usual = candidates[platform] ?? (home === '' ? '' : join(home, '.cache'))
  const stated = env['XDG_CACHE_HOME'] ?? ''
  // The specification has relative paths ignored: they would lead into somebody's repository.
  const folder = [stated, usual].find((path) => isAbsolute(path))
  return folder === undefined ? undefined : join(folder, 'hookwright')
}

/**
 * The user's key, made where there is none. Absent where it cannot be kept safe: no home, one that is
 * read-only, a folder or a file that others may use or that is a link. Never a failure.
 */
export function userKey(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): Uint8Array | undefined {
  const folder = userFolder(env, platform)
  if (folder === undefined) return undefined
  try {
    makePrivate(folder)
    if (!isOurs(folder, 'folder')) return undefined
    const file = join(folder, 'key')
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) makeKey(folder, file)
    const key = isOurs(file, 'file') ? readRegular(file, KEY_BYTES) : undefined
    return key?.length === KEY_BYTES ? key : undefined
  } catch {
    return undefined
  }
}

/** A mark that nobody can make without the key, in hex. `purpose` keeps those of different uses apart. */
export function markOf(key: Uint8Array, purpose: string, text: string): string {
  return createHmac('sha256', key).update(`${purpose}\0`).update(text).digest('hex')
}

/** A name that nobody can foresee; then, in one step, the name under which all look: the first one wins. */
function makeKey(folder: string, file: string): void {
  const draft = join(folder, `key-${randomBytes(8).toString('hex')}`)
  try {
    createFile(draft, randomBytes(KEY_BYTES), { mode: PRIVATE_FILE, isDurable: true })
    linkSync(draft, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Node's own recursive `mkdir` never ends below a folder such as `/proc`. */
function makePrivate(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return
  makePrivate(dirname(folder))
  try {
    mkdirSync(folder, { mode: PRIVATE_FOLDER })
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

function isOurs(path: string, kind: 'file' | 'folder'): boolean {
  const stats = lstatSync(path)
  if (kind === 'file' ? !stats.isFile() : !stats.isDirectory()) return false
  // Windows has lists of who may: the folder of an account is for that account.
  if (process.geteuid === undefined) return true
  return stats.uid === process.geteuid() && (stats.mode & OTHERS) === 0
}
