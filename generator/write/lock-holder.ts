/** Who holds a lock, as the lock's file tells. */
import { readFile } from 'node:fs/promises'

export interface Holder {
  readonly host: string
  readonly pid: number
  /** When the process started, where the system tells: process ids are used again. */
  readonly started: string | undefined
  readonly token: string
}

/** The holder of the lock `file`; absent where there is no lock, or its text is not (yet) whole. */
export async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof value !== 'object' || value === null) return undefined
    if (!('host' in value && 'pid' in value && 'token' in value)) return undefined
    const { host, pid, token } = value
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof token !== 'string') {
      return undefined
    }
    const started = 'started' in value ? String(value.started) : undefined
    return { host, pid, token, started }
  } catch {
    return undefined
  }
}
