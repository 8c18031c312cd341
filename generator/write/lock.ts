/** One run at a time writes to an output folder; a lock whose holder died is taken over. */
import { randomBytes } from 'node:crypto'
import { linkSync, lstatSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { WriteError } from '../errors.js'
import { createFile } from '../files/open.js'
import { errorCode } from './failure.js'
import { type Holder, readHolder } from './lock-holder.js'
import { isRunning, processSpace, startTime } from './process-state.js'

const POLL_MILLISECONDS = 50
const PATIENCE_MILLISECONDS = 30_000
/** A commit takes seconds, so a lock this old that cannot be asked after was left behind. */
const ABANDONED_MILLISECONDS = 10 * 60_000
/** Of ours none is without a holder, but where a file system has no hard links: and there not for long. */
const NAMELESS_MILLISECONDS = 2_000

const held = new Set<string>()

/** Somebody who wants the lock. */
interface Candidate {
  readonly file: string
  readonly holder: Holder
  /** The lock as it will be, beside it: the file system makes it the lock in one step, or not at all. */
  readonly draft: string
  /** The time by the file system's clock, which is not ours on a shared folder, and does not jump with it. */
  readonly now: () => number
}

/**
 * Takes the lock `file`, waiting for a run that has it. Returns what gives it back.
 *
 * @throws {WriteError} `ERR_OUT_LOCKED` where the other run does not finish
 * @throws {FileRefused} where what lies there is no file
 */
export async function takeLock(
  file: string,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Promise<() => Promise<void>> {
  const token = randomBytes(8).toString('hex')
  const candidate = await apply(file, token)
  held.add(token)
  try {
    await wait(candidate, performance.now() + patienceMilliseconds)
  } catch (error) {
    held.delete(token)
    throw error
  } finally {
    rmSync(candidate.draft, { force: true })
  }
  return async () => {
    try {
      // After a long sleep it may be somebody else's.
      if (readHolder(file)?.token === token) rmSync(file, { force: true })
    } finally {
      // Not before: to the others here, a lock that is not held is abandoned.
      held.delete(token)
    }
  }
}

async function apply(file: string, token: string): Promise<Candidate> {
  const holder: Holder = {
    host: hostname(),
    space: processSpace(),
    pid: process.pid,
    started: await startTime(process.pid),
    token,
  }
  const draft = `${file}-${token}`
  try {
    createFile(draft, JSON.stringify(holder))
  } catch (error) {
    // Made, but its text did not fit on the disk.
    if (errorCode(error) !== 'ENOENT') rmSync(draft, { force: true })
    throw error
  }
  const [made, since] = [lstatSync(draft).mtimeMs, performance.now()]
  return { file, holder, draft, now: () => made + performance.now() - since }
}

async function wait(candidate: Candidate, giveUpAt: number): Promise<void> {
  const { file } = candidate
  while (!tryTake(candidate)) {
    const other = readHolder(file)
    if (await isAbandoned(candidate, other)) await discard(candidate, other?.token)
    else if (performance.now() > giveUpAt) throw locked(file, other)
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

function tryTake({ file, draft, holder }: Candidate): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST') return false
    if (code === 'ENOENT') throw error
    return tryTakePlainly(file, holder)
  }
}

/** For file systems without hard links. */
function tryTakePlainly(file: string, holder: Holder): boolean {
  try {
    createFile(file, JSON.stringify(holder))
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    // Made, but its text did not fit on the disk: nobody may find it.
    if (errorCode(error) === 'ENOSPC') rmSync(file, { force: true })
    throw error
  }
  // Stopped before it was named, it may have been taken for abandoned since.
  return readHolder(file)?.token === holder.token
}

async function isAbandoned(candidate: Candidate, other: Holder | undefined): Promise<boolean> {
  const { holder } = candidate
  if (other === undefined) return isOlder(candidate, candidate.file, NAMELESS_MILLISECONDS)
  const isHere = other.host === holder.host && (other.space ?? holder.space) === holder.space
  // A process of another machine or container cannot be asked after: its id means another one here.
  if (!isHere) return isOlder(candidate, candidate.file, ABANDONED_MILLISECONDS)
  if (other.pid === process.pid && !held.has(other.token)) return true
  return !(await isRunning(other.pid, other.started))
}

/**
 * Removes the abandoned lock of `token`. Whoever wants to do so takes turns, and looks again:
 * the lock of a dead holder changes no more, so what is removed is not the lock of the next one.
 */
async function discard(candidate: Candidate, token: string | undefined): Promise<void> {
  const { file } = candidate
  const turn = `${file}-turn`
  try {
    createFile(turn, '')
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    if (isOlder(candidate, turn, NAMELESS_MILLISECONDS)) {
      rmSync(turn, { force: true, recursive: true })
    } else await sleep(1)
    return
  }
  try {
    const other = readHolder(file)
    if (other?.token === token && (await isAbandoned(candidate, other))) {
      rmSync(file, { force: true })
    }
  } finally {
    rmSync(turn, { force: true })
  }
}

function isOlder({ now }: Candidate, file: string, milliseconds: number): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false })
  return stats !== undefined && now() - stats.mtimeMs > milliseconds
}
