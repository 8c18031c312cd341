/** What was made when the package was built, because every SDK needs the same: the runtime. */
import { existsSync, readFileSync } from 'node:fs'
import { parseEntries } from './entries.js'
import type { Entries } from './memo.js'

/** Beside the compiled generator; a checkout that was not built has none, and needs none. */
export const SHIPPED_FILE = new URL('../shipped.json', import.meta.url)

let known: Entries | undefined

/** The entries that this version of the generator was shipped with. */
export function shippedEntries(fingerprint: string): Entries {
  known ??= existsSync(SHIPPED_FILE)
    ? parseEntries(readFileSync(SHIPPED_FILE), fingerprint)
    : new Map()
  return known
}
