/** The cache of each SDK: in our corner of the output folder, which is never published. */
import { closeSync, lstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkInTheWay } from './disk.js'
import { makeFolders } from './folders.js'
import { CACHE_FOLDER, WORK_FOLDER } from './journal.js'

/** What a run before left for the SDK; absent where there is nothing that can be read. */
export function readCache(out: string, provider: string): Uint8Array | undefined {
  try {
    refuseLinks(out)
    return readFileSync(fileOf(out, provider))
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
  try {
    makeFolders(join(out, WORK_FOLDER, CACHE_FOLDER))
    refuseLinks(out)
    writeFileSync(join(out, WORK_FOLDER, '.gitignore'), '*\n')
    writeChunks(`${file}.draft`, chunks)
    renameSync(`${file}.draft`, file)
  } catch {
    // A full disk, for one.
  }
}

function writeChunks(file: string, chunks: Iterable<Uint8Array>): void {
  const handle = openSync(file, 'w')
  try {
    for (const chunk of chunks) writeFileSync(handle, chunk)
  } finally {
    closeSync(handle)
  }
}

function refuseLinks(out: string): void {
  for (const folder of [WORK_FOLDER, join(WORK_FOLDER, CACHE_FOLDER)]) {
    if (lstatSync(join(out, folder)).isSymbolicLink()) throw linkInTheWay(join(out, folder))
  }
}

function fileOf(out: string, provider: string): string {
  return join(out, WORK_FOLDER, CACHE_FOLDER, `${encodeURIComponent(provider)}.json`)
}
