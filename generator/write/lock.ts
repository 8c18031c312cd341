/** One run at a time writes to an output folder; a lock whose holder died is taken over. */
import { randomBytes } from 'node:crypto'
import { rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { WriteError } from '../errors.js'
import { errorCode, isMissing } from './failure.js'
import { type Holder, readHolder } from './lock-holder.js'
import { isRunning, startTime } from './process-state.js'

const POLL_MILLISECONDS = 50
const PATIENCE_MILLISECONDS = 30_000
/** A commit takes seconds, so a lock this old that cannot be asked after was left behind. */
const ABANDONED_MILLISECONDS = 10 * 60_000
/** The holder's name is written right after the lock is made; one without a name is soon dead. */
const NAMELESS_MILLISECONDS = 2_000

const held = new Set<string>()

/**
 * Takes the lock `file`, waiting for a run that has it. Returns what gives it back.
 *
 * @throws {WriteError} `ERR_OUT_LOCKED` where the other run does not finish
 */
export async function takeLock(
  file: string,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Promise<() => Promise<void>> {
  const token = randomBytes(8).toString('hex')
  const holder: Holder = {
    host: hostname(),
    pid: process.pid,
    started: await startTime(process.pid),
    token,
  }
  held.add(token)
  try {
    await wait(file, holder, Date.now() + patienceMilliseconds)
  } catch (error) {
    held.delete(token)
    throw error
  }
  return async () => {
    try {
      await rm(file, { force: true })
    } finally {
      // Not before: to the others here, a lock that is not held is abandoned.
      held.delete(token)
    }
  }
}

async function wait(file: string, holder: Holder, giveUpAt: number): Promise<void> {
  while (!(await tryTake(file, holder))) {
    const other = await readHolder(file)
    if (await isAbandoned(file, other)) await discard(file, other?.token)
    else if (Date.now() > giveUpAt) throw locked(file, other)
    else await sleep(POLL_MILLISECONDS)
  }
}

function locked(file: string, other: Holder | undefined): WriteError {
  const who = other === undefined ? 'another run' : `another run (process ${other.pid})`
  return new WriteError(
    'ERR_OUT_LOCKED',
    `${who} is writing to the same folder; if there is none, delete ${file}`,
  )
}

async function tryTake(file: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    // Made, but its text did not fit on the disk: nobody may find it.
    if (errorCode(error) === 'ENOSPC') await rm(file, { force: true })
    throw error
  }
}

async function isAbandoned(file: string, holder: Holder | undefined): Promise<boolean> {
  if (holder?.host === hostname()) {
    if (holder.pid === process.pid && !held.has(holder.token)) return true
    return !(await isRunning(holder.pid, holder.started))
  }
  return isOlder(file, holder === undefined ? NAMELESS_MILLISECONDS : ABANDONED_MILLISECONDS)
}

/**
 * Removes the abandoned lock of `token`. Whoever wants to do so takes turns, and looks again:
 * the lock of a dead holder changes no more, so what is removed is not the lock of the next one.
 */
async function discard(file: string, token: string | undefined): Promise<void> {
  const turn = `${file}-turn`
  try {
    await writeFile(turn, '', { flag: 'wx' })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    if (await isOlder(turn, NAMELESS_MILLISECONDS)) await rm(turn, { force: true })
    return
  }
  try {
    const holder = await readHolder(file)
    if (holder?.token === token && (await isAbandoned(file, holder)))
      await rm(file, { force: true })
  } finally {
    await rm(turn, { force: true })
  }
}

async function isOlder(file: string, milliseconds: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > milliseconds
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
