/** Builds the catalog of a folder of literal files, by the stages of a run. */
import { buildCatalog, inputOptions } from '../../../generator/catalog/build.js'
import type { Catalog } from '../../../generator/catalog/types.js'
import { loadConfig } from '../../../generator/config/load.js'
import { type Diagnostic, Diagnostics } from '../../../generator/diagnostics.js'
import { loadSchemas } from '../../../generator/load/load.js'
import type { LoadedSchemas, ProviderFolder } from '../../../generator/load/types.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

export interface Built {
  readonly catalog: Catalog
  readonly list: readonly Diagnostic[]
  /** `CODE file#pointer message` of all but notices and what a bearer token leaves open. */
  readonly said: readonly string[]
}

type Files = Readonly<Record<string, unknown>>

/** `shuffle` may put what was loaded into another order; `more` is what the config has besides. */
export async function build(
  events: Readonly<Record<string, unknown>>,
  files: Files,
  shuffle: (loaded: LoadedSchemas) => LoadedSchemas = (loaded) => loaded,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Built> {
  const config = { auth: { type: 'bearer' }, events, ...more }
  const root = writeFiles(temporaryFolder(), { 'webhooks.json': config, ...files })
  const folder: ProviderFolder = { name: 'acme', root, shown: 'acme', configFile: 'webhooks.json' }
  const diagnostics = new Diagnostics()
  const { config: read } = await loadConfig(folder, diagnostics)
  if (read === undefined) throw new Error('the config cannot be read')
  const loaded = await loadSchemas(folder, inputOptions(read), diagnostics)
  const catalog = buildCatalog(folder.name, read, shuffle(loaded), diagnostics)
  const { list } = diagnostics
  const said = list
    .filter(({ code, severity }) => severity !== 'notice' && code !== 'WARN_COVERAGE')
    .map(({ code, file, pointer = '', message }) => `${code} ${file}${pointer} ${message}`)
  return { catalog, list, said }
}

/** The wire names, or what is wrong with them. */
export async function names(
  events: Readonly<Record<string, unknown>>,
  files: Files,
): Promise<readonly string[]> {
  const { catalog, said } = await build(events, files)
  return said.length > 0 ? said : catalog.events.map(({ name }) => name)
}
