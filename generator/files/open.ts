/**
 * The one way to the content of files that are not ours: no link is followed, nothing but a regular file
 * is opened, and nothing that is there is ever written to.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'

/** What stood in the way: `large` is a file beyond the limit that the caller gave. */
export type Fault = 'link' | 'irregular' | 'large'

/** A path that is not opened for what it leads to. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused'
  readonly fault: Fault
  readonly path: string
  /** Of a file that is too large. */
  readonly size: number | undefined
  constructor(fault: Fault, path: string, size?: number) {
    super(`${path} is not opened (${fault})`)
    this.fault = fault
    this.path = path
    this.size = size
  }
}

/** Windows has neither flag: there `lstat` before and `fstat` after have to speak of one file. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * The bytes of a regular file. The folders above it are the caller's to check, by `refuseLinks`.
 *
 * @throws {FileRefused} a link, a folder, a pipe, a socket or a device; more than `maxBytes`
 * @throws the system's error, such as `ENOENT`
 */
export function readRegular(path: string, maxBytes = Number.POSITIVE_INFINITY): Buffer {
  // Looked at before it is opened: to open a device may already do something, and a pipe waits.
  const seen = lstatSync(path, { bigint: true })
  refuseOthers(path, seen)
  const handle = openRead(path)
  try {
    const opened = fstatSync(handle, { bigint: true })
    refuseOthers(path, opened)
    if (process.platform === 'win32' && opened.ino !== seen.ino) {
      throw new FileRefused('link', path)
    }
    if (opened.size > maxBytes) throw new FileRefused('large', path, Number(opened.size))
    return readFileSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** The same, and absent where there is no such file. */
export function readIfPresent(path: string, maxBytes?: number): Buffer | undefined {
  try {
    return readRegular(path, maxBytes)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

export interface Creation {
  /** Of the new file; what the umask leaves of 0666 unless given. */
  readonly mode?: number
  /** Whether the file survives a power cut once this returns. */
  readonly isDurable?: boolean
}

/**
 * Writes a file that is not there yet: whatever is there, a dangling link included, is `EEXIST`. So
 * nothing is written through a link or a hard link, and a pipe does not keep us waiting.
 */
export function createFile(
  path: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
  { mode = 0o666, isDurable = false }: Creation = {},
): void {
  const handle = openSync(path, 'wx', mode)
  try {
    const isWhole = typeof content === 'string' || content instanceof Uint8Array
    for (const part of isWhole ? [content] : content) writeFileSync(handle, part)
    if (isDurable) fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function openRead(path: string): number {
  try {
    return openSync(path, READ)
  } catch (error) {
    // Somebody put a link there since it was looked at; FreeBSD says EMLINK.
    if (hasCode(error, 'ELOOP', 'EMLINK')) throw new FileRefused('link', path)
    throw error
  }
}

function refuseOthers(path: string, stats: BigIntStats): void {
  if (stats.isSymbolicLink()) throw new FileRefused('link', path)
  if (!stats.isFile()) throw new FileRefused('irregular', path)
}

/** Whether an error is the system's, with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
