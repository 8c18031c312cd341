/** Whether another process lives, told apart from a later one with the same id. */
import { readFileSync, readlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { errorCode } from './failure.js'

/** When a process started, in the system's own units; absent where the system does not tell. */
export async function startTime(pid: number): Promise<string | undefined> {
  return (await readStat(pid))?.started
}

/**
 * Where the ids of this process's neighbours count: the boot of the machine and the namespace of the
 * container, where the system tells. Containers with one host name may share a folder and nothing else.
 */
export function processSpace(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return undefined
  }
}

/** Whether process `pid` runs, and is the one that started at `started`. */
export async function isRunning(pid: number, started: string | undefined): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (errorCode(error) !== 'EPERM') return false
  }
  const found = await readStat(pid)
  if (found === undefined) return true
  // A killed process whose parent never asks after it stays in the table for ever.
  if (found.state === 'Z' || found.state === 'X') return false
  return started === undefined || found.started === started
}

/** proc_pid_stat(5): the name in parentheses may hold anything, so fields count from the last `)`. */
async function readStat(pid: number): Promise<{ state: string; started: string } | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state, started] = [fields[0], fields[19]]
    return state === undefined || started === undefined ? undefined : { state, started }
  } catch {
    return undefined
  }
}
