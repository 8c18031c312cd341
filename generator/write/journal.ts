/** The journal of a commit: once it lies in the output folder, the commit will be finished. */
import { timingSafeEqual } from 'node:crypto'
import { lstatSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { WriteError } from '../errors.js'
import { refuseLinks, syncFolder } from '../files/folders.js'
import { createFile, readIfPresent } from '../files/open.js'
import { markOf } from '../files/user-key.js'
import { parseIfJson } from './json.js'
import { outputPathFault } from './paths.js'

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
  /** SHA-256 of each staged file, in hex. */
  readonly hashes: readonly string[]
  readonly deletes: readonly string[]
}

/**
 * Commits: from the moment this returns, the next run finishes what this one does not. Without the user's
 * key it cannot know the journal for ours, and says what is to be done.
 */
export function writeJournal(out: string, journal: Journal, key: Uint8Array | undefined): void {
  const file = join(out, WORK_FOLDER, JOURNAL_FILE)
  const draft = `${file}.draft`
  const mark = key && markOfJournal(out, journal, key)
  createFile(draft, JSON.stringify({ ...journal, mark }), { isDurable: true })
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
 * The journal of a commit that did not finish; absent where there is none. It moves and deletes files, and
 * may have come with somebody's repository: only one that this user's own run wrote, for this very folder,
 * is carried out, and only inside SDKs.
 *
 * @throws {WriteError} `ERR_JOURNAL_INVALID`
 */
export function readJournal(out: string, key: Uint8Array | undefined): Journal | undefined {
  const file = join(out, WORK_FOLDER, JOURNAL_FILE)
  refuseLinks(out, WORK_FOLDER)
  const bytes = readIfPresent(file)
  if (bytes === undefined) return undefined
  const record = parseRecord(bytes.toString('utf8'))
  if (record === undefined) throw invalid(out, `${file} is damaged`)
  const { mark, journal } = record
  if (key === undefined || !isSame(mark, markOfJournal(out, journal, key))) {
    throw invalid(out, `${file} was not written by a run of yours on this machine`)
  }
  return journal
}

export function invalid(out: string, what: string): WriteError {
  const folder = join(out, WORK_FOLDER)
  return new WriteError('ERR_JOURNAL_INVALID', `${what}; delete ${folder} and generate again`)
}

function markOfJournal(out: string, journal: Journal, key: Uint8Array): string {
  const { stage, writes, hashes, deletes } = journal
  return markOf(key, 'journal', JSON.stringify([out, stage, writes, hashes, deletes]))
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function parseRecord(text: string): { journal: Journal; mark: string } | undefined {
  const value = parseIfJson(text)
  if (typeof value !== 'object' || value === null) return undefined
  if (!('stage' in value && 'writes' in value && 'hashes' in value && 'deletes' in value)) {
    return undefined
  }
  const { stage, writes, hashes, deletes } = value
  if (typeof stage !== 'string' || !STAGE_FOLDER.test(stage)) return undefined
  if (!isPathList(writes) || !isPathList(deletes) || !isTexts(hashes)) return undefined
  const mark = 'mark' in value && typeof value.mark === 'string' ? value.mark : ''
  return { journal: { stage, writes, hashes, deletes }, mark }
}

function isPathList(value: unknown): value is string[] {
  return isTexts(value) && value.every((path) => outputPathFault(path) === undefined)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
