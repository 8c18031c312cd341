/** The journal of a commit: once it lies in the output folder, the commit will be finished. */
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
export function writeJournal(out: string, journal: Journal): void {
  const file = join(out, WORK_FOLDER, JOURNAL_FILE)
  const draft = `${file}.draft`
  writeDurably(draft, JSON.stringify(journal))
  renameSync(draft, file)
  syncFolder(join(out, WORK_FOLDER))
}

export function removeJournal(out: string): void {
  rmSync(join(out, WORK_FOLDER, JOURNAL_FILE))
}

/** Whether there is one, damaged or not. */
export function hasJournal(out: string): boolean {
  return lstatSync(join(out, WORK_FOLDER, JOURNAL_FILE), { throwIfNoEntry: false }) !== undefined
}

/**
 * The journal of a commit that did not finish; absent where there is none.
 *
 * @throws {WriteError} `ERR_JOURNAL_INVALID`
 */
export function readJournal(out: string): Journal | undefined {
  const file = join(out, WORK_FOLDER, JOURNAL_FILE)
  const text = readIfPresent(file)
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
export function writeDurably(file: string, content: string | Uint8Array): void {
  const handle = openSync(file, 'wx')
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Makes renames in a folder durable. Windows has no such thing, and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
