/** Tells the failures of a file system apart, and says what each means to the user. */
import { WriteError } from '../errors.js'
import { FileRefused } from '../files/open.js'

/** The code of a system error, for example `ENOSPC`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Whether there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** What a failure while writing to `out` means; errors of our own pass through. */
export function toWriteError(error: unknown, out: string): Error {
  if (error instanceof FileRefused) return refused(error)
  const code = errorCode(error)
  if (!(error instanceof Error) || code === undefined || code.startsWith('ERR_')) {
    return error instanceof Error ? error : new Error(String(error))
  }
  const path = 'path' in error && typeof error.path === 'string' ? error.path : out
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new WriteError(
        'ERR_DISK_FULL',
        `no room is left for the output in ${out} (${code}); what was there is unchanged`,
        error,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new WriteError(
        'ERR_OUT_UNWRITABLE',
        `${path} cannot be written (${code}); what was there is unchanged`,
        error,
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new WriteError(
        'ERR_OUT_NOT_A_FOLDER',
        `${out} cannot be used as the output folder: a file is in the way (${code})`,
        error,
      )
    default:
      return new WriteError('ERR_WRITE_FAILED', `${path} could not be written (${code})`, error)
  }
}

function refused({ fault, path }: FileRefused): WriteError {
  if (fault === 'link') return linkInTheWay(path)
  return new WriteError(
    'ERR_OUT_IRREGULAR',
    `${path} is in the way, and is no file or folder of Hookwright's; delete it`,
  )
}

export function linkInTheWay(path: string): WriteError {
  return new WriteError(
    'ERR_OUT_SYMLINK',
    `${path} is a symbolic link, and links below the output folder are not followed; delete it, or replace it by what it leads to`,
  )
}
