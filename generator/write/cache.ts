/** The cache of each SDK: in our corner of the output folder, which is never published. */
import { lstat, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { linkInTheWay } from './disk.js'
import { makeFolders } from './folders.js'
import { CACHE_FOLDER, WORK_FOLDER } from './journal.js'

/** What a run before left for the SDK; absent where there is nothing that can be read. */
export async function readCache(out: string, provider: string): Promise<string | undefined> {
  try {
    await refuseLinks(out)
    return await readFile(fileOf(out, provider), 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Leaves a text, in parts, for the next run, which sees by the text itself whether it is whole. That run is
 * only slower without it, and the SDK is written already: so where it fails, nothing is said.
 */
export async function writeCache(
  out: string,
  provider: string,
  chunks: Iterable<string>,
): Promise<void> {
  const file = fileOf(out, provider)
  try {
    await makeFolders(join(out, WORK_FOLDER, CACHE_FOLDER))
    await refuseLinks(out)
    await writeFile(join(out, WORK_FOLDER, '.gitignore'), '*\n')
    await writeFile(`${file}.draft`, chunks)
    await rename(`${file}.draft`, file)
  } catch {
    // A full disk, for one.
  }
}

async function refuseLinks(out: string): Promise<void> {
  for (const folder of [WORK_FOLDER, join(WORK_FOLDER, CACHE_FOLDER)]) {
    if ((await lstat(join(out, folder))).isSymbolicLink()) throw linkInTheWay(join(out, folder))
  }
}

function fileOf(out: string, provider: string): string {
  return join(out, WORK_FOLDER, CACHE_FOLDER, `${encodeURIComponent(provider)}.json`)
}
