/** Which paths may be written: the same answer on every operating system. */

const LONGEST_SEGMENT_BYTES = 255
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i
const REFUSED_CHARACTER = /[<>:"|?*\\\u0000-\u001f\u007f]/

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
  if (/[. ]$/.test(segment)) return 'has a segment that ends in a dot or a space'
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
