/** Finds, reads and checks the config of one provider folder. */
import { join } from 'node:path'
import type { Diagnostics } from '../diagnostics.js'
import { readDocumentFile } from '../load/read-document.js'
import type { ProviderFolder } from '../load/types.js'
import { isObject } from '../schema/types.js'
import type { ProviderConfig } from './types.js'
import { validateConfig } from './validate.js'

/** A folder without a config is taken to send Standard Webhooks. */
const BARE_CONFIG = { auth: { type: 'standardWebhooks' } }

/** Reads the config, or reports every mistake in it and returns nothing. */
export async function loadConfig(
  folder: ProviderFolder,
  diagnostics: Diagnostics,
): Promise<ProviderConfig | undefined> {
  if (folder.configFile === undefined) {
    return { file: folder.shown, value: BARE_CONFIG, locate: () => ({ line: 1, column: 1 }) }
  }
  const file = join(folder.shown, folder.configFile)
  const document = await readDocumentFile(join(folder.root, folder.configFile), file, diagnostics)
  if (document === undefined) return undefined
  const { value, locate } = document
  const valid = await validateConfig(value, { file, locate }, diagnostics)
  return valid && isObject(value) ? { file, value, locate } : undefined
}
