/** Who holds a lock, as the lock's file tells. */
import { readIfPresent } from '../files/open.js'
import { parseIfJson } from './json.js'

export interface Holder {
  readonly host: string
  /** Within which process ids mean something, where the system tells: containers may share a name. */
  readonly space?: string | undefined
  readonly pid: number
  /** When the process started, where the system tells: process ids are used again. */
  readonly started: string | undefined
  readonly token: string
}

const MOST_BYTES = 4096

/**
 * The holder of the lock `file`; absent where there is no lock, or its text names none.
 *
 * @throws {FileRefused} where no file of ours lies there, such as a link, a folder or a pipe
 */
export function readHolder(file: string): Holder | undefined {
  const value = parseIfJson(readIfPresent(file, MOST_BYTES)?.toString('utf8') ?? '')
  if (typeof value !== 'object' || value === null) return undefined
  if (!('host' in value && 'pid' in value && 'token' in value)) return undefined
  const { host, pid, token } = value
  if (typeof host !== 'string' || typeof token !== 'string') return undefined
  if (!Number.isSafeInteger(pid) || Number(pid) <= 0) return undefined
  return { host, pid: Number(pid), token, ...optional(value) }
}

function optional(value: object): Pick<Holder, 'started' | 'space'> {
  const space = 'space' in value ? String(value.space) : undefined
  return { started: 'started' in value ? String(value.started) : undefined, space }
}
