/** Which paths may be written: the same answer on every operating system. */
import { hasInvisible } from '../print/invisible.js'

const LONGEST_SEGMENT_BYTES = 255
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i
/** By which NTFS knows another file: `GIT~1` is `.git`. */
const SHORT_NAME = /~\d+(?:\.|$)/
const REFUSED_CHARACTER = /[<>:"|?*\\\u0000-\u001f\u007f]/

/** The manifest of an SDK, in its folder. */
export const MANIFEST_FILE = '.hookwright.json'

/**
 * Why a path inside an SDK may be in no plan, manifest or journal; absent where it may. Beside what no path
 * may be, nothing hidden is ours but the manifest: hooks of git and settings of tools lie in such folders.
 */
export function sdkPathFault(path: string): string | undefined {
  if (path === MANIFEST_FILE) return undefined
  for (const segment of path.split('/')) {
    if (segment.startsWith('.') && segment !== '.' && segment !== '..') return 'is hidden'
    if (segment.toLowerCase() === 'node_modules') return 'lies in node_modules'
  }
  return pathFault(path)
}

/** Why a path below the output folder, in the folder of an SDK, may not be written; absent where it may. */
export function outputPathFault(path: string): string | undefined {
  const slash = path.indexOf('/')
  if (slash <= 0) return 'is in no SDK'
  return sdkPathFault(path.slice(0, slash)) ?? sdkPathFault(path.slice(slash + 1))
}

/** Why a path with `/` may not be written below the output folder; absent where it may. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'is empty'
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is absolute'
  for (const segment of path.split('/')) {
    const fault = segmentFault(segment)
    if (fault) return fault
  }
  return undefined
}

function segmentFault(segment: string): string | undefined {
  if (segment === '..') return 'leaves the folder'
  if (segment === '' || segment === '.') return 'has an empty segment'
  if (REFUSED_CHARACTER.test(segment)) return 'has a character that file systems refuse'
  if (hasInvisible(segment)) return 'has a character that cannot be seen'
  if (/[. ]$/.test(segment)) return 'has a segment that ends in a dot or a space'
  if (SHORT_NAME.test(segment)) return 'may be a short name of Windows'
  if (WINDOWS_DEVICE.test(segment)) return `uses "${segment}", which Windows reserves`
  if (Buffer.byteLength(segment) > LONGEST_SEGMENT_BYTES) return 'has a segment of over 255 bytes'
  return undefined
}

/** Equal for paths that some file system takes for one: case and Unicode form are ignored. */
export function collisionKey(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Whether a path inside an SDK is built output, which manifest and check leave out. */
export function isBuilt(path: string): boolean {
  return path.startsWith('dist/')
}
