/** The journal of a commit: once it lies in the output folder, the commit will be finished. */
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { WriteError } from '../errors.js'
import { parseIfJson, readIfPresent } from './json-record.js'
import { pathFault } from './paths.js'

/** Our own corner of the output folder. */
export const WORK_FOLDER = '.hookwright'
/** The one thing in it that stays when nothing is under way. */
export const CACHE_FOLDER = 'cache'

const JOURNAL_FILE = 'journal.json'
const STAGE_FOLDER = /^stage-[0-9a-f]{16}$/

export interface Journal {
  /** Folder with the staged files, inside the work folder. */
  readonly stage: string
  /** Where the staged files go, by their number. */
  readonly writes: readonly string[]
  readonly deletes: readonly string[]
}

/** Commits: from the moment this returns, the next run finishes what this one does not. */
export async function writeJournal(out: string, journal: Journal): Promise<void> {
  const file = join(out, WORK_FOLDER, JOURNAL_FILE)
  const draft = `${file}.draft`
  await writeDurably(draft, Buffer.from(JSON.stringify(journal)))
  await rename(draft, file)
  await syncFolder(join(out, WORK_FOLDER))
}

export async function removeJournal(out: string): Promise<void> {
  await rm(join(out, WORK_FOLDER, JOURNAL_FILE))
}

/**
 * The journal of a commit that did not finish; absent where there is none.
 *
 * @throws {WriteError} `ERR_JOURNAL_INVALID`
 */
export async function readJournal(out: string): Promise<Journal | undefined> {
  const file = join(out, WORK_FOLDER, JOURNAL_FILE)
  const text = await readIfPresent(file)
  if (text === undefined) return undefined
  const journal = parseJournal(text)
  if (journal !== undefined) return journal
  throw new WriteError(
    'ERR_JOURNAL_INVALID',
    `${file} is damaged; delete ${join(out, WORK_FOLDER)} and generate again`,
  )
}

/** The journal moves and deletes files, and may come with a foreign repository: it is not trusted. */
function parseJournal(text: string): Journal | undefined {
  const value = parseIfJson(text)
  if (typeof value !== 'object' || value === null) return undefined
  if (!('stage' in value && 'writes' in value && 'deletes' in value)) return undefined
  const { stage, writes, deletes } = value
  if (typeof stage !== 'string' || !STAGE_FOLDER.test(stage)) return undefined
  return isPathList(writes) && isPathList(deletes) ? { stage, writes, deletes } : undefined
}

function isPathList(value: unknown): value is string[] {
  if (!Array.isArray(value)) return false
  return value.every((path) => typeof path === 'string' && pathFault(path) === undefined)
}

/** Writes a new file that survives a power cut. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes renames in a folder durable. Windows has no such thing, and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
