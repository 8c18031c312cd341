/** Finds, reads and checks the config of one provider folder. */
import { join } from 'node:path'
import type { Diagnostics } from '../diagnostics.js'
import { readDocumentFile } from '../load/read-document.js'
import type { ProviderFolder } from '../load/types.js'
import { isObject } from '../schema/types.js'
import { expandPreset, statedIn } from './expand.js'
import type { ProviderConfig } from './types.js'
import { validateConfig } from './validate.js'

/** A folder without a config is taken to send Standard Webhooks. */
const BARE_CONFIG = {
  events: { id: '{header:webhook-id}' },
  auth: { type: 'standardWebhooks' },
}

export interface LoadedConfig {
  /** Absent where there is none that could be read. */
  readonly config: ProviderConfig | undefined
  /** Whether it may be built from; a config with mistakes still says where the schemas are. */
  readonly isValid: boolean
}

/** Reads and checks the config; every mistake in it is reported. */
export async function loadConfig(
  folder: ProviderFolder,
  diagnostics: Diagnostics,
): Promise<LoadedConfig> {
  if (folder.configFile === undefined) {
    const locate = () => ({ line: 1, column: 1 })
    return { config: { file: folder.shown, value: BARE_CONFIG, locate }, isValid: true }
  }
  const file = join(folder.shown, folder.configFile)
  const input = { root: folder.root, file: folder.configFile }
  const document = await readDocumentFile(input, file, diagnostics)
  if (document === undefined) return { config: undefined, isValid: false }
  const { locate } = document
  const { value, unset } = statedIn(document.value)
  const isValid = await validateConfig(value, { file, locate }, diagnostics)
  if (!isObject(value)) return { config: undefined, isValid }
  const config = { file, value, locate }
  const expanded = isValid ? expandPreset(config, unset, diagnostics) : config
  return { config: expanded ?? config, isValid: isValid && expanded !== undefined }
}
