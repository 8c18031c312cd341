/**
 * The cache of each SDK: in our corner of the output folder, which is never published. What lies there may
 * have come with a repository, so a text of it counts only where it carries the mark of the user's key.
 */
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { refuseLinks } from '../files/folders.js'
import { createFile, readRegular } from '../files/open.js'
import { keepOutOfGit, makeFolders } from './folders.js'
import { CACHE_FOLDER, WORK_FOLDER } from './journal.js'

const FOLDER = `${WORK_FOLDER}/${CACHE_FOLDER}`
/** Thousands of events take a hundred megabytes. */
const LARGEST = 1024 * 1024 * 1024

/** What a run before left for the SDK; absent where there is nothing that can be read. */
export function readCache(out: string, provider: string): Uint8Array | undefined {
  try {
    refuseLinks(out, FOLDER)
    return readRegular(fileOf(out, provider), LARGEST)
  } catch {
    return undefined
  }
}

/**
 * Leaves a text, in parts, for the next run, which sees by the text itself whether it is whole. That run is
 * only slower without it, and the SDK is written already: so where it fails, nothing is said.
 */
export function writeCache(out: string, provider: string, chunks: Iterable<Uint8Array>): void {
  const file = fileOf(out, provider)
  const draft = `${file}.draft`
  try {
    refuseLinks(out, FOLDER)
    makeFolders(join(out, FOLDER))
    keepOutOfGit(join(out, WORK_FOLDER))
    // Of a run that was killed, or put there to be written through: it goes, and so a new file is written.
    rmSync(draft, { force: true, recursive: true })
    createFile(draft, chunks)
    renameSync(draft, file)
  } catch {
    // A full disk, for one.
  }
}

function fileOf(out: string, provider: string): string {
  return join(out, FOLDER, `${encodeURIComponent(provider)}.json`)
}
