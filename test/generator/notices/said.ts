/** What the notices say of a config and its event schemas. */
import { buildCatalog, inputOptions } from '../../../generator/catalog/build.js'
import { loadConfig } from '../../../generator/config/load.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { loadSchemas } from '../../../generator/load/load.js'
import { noticeConfig } from '../../../generator/notices/notices.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

export type Data = Readonly<Record<string, unknown>>

/** `CODE pointer message; hint` of each whose code is asked for; the schemas are by their names. */
export async function saidOf(
  config: Data,
  schemas: Data,
  isWanted: (code: string) => boolean,
): Promise<readonly string[]> {
  const files = Object.entries(schemas).map(([name, schema]) => [`events/${name}.json`, schema])
  const root = writeFiles(temporaryFolder(), {
    'webhooks.json': { auth: { type: 'bearer' }, ...config },
    ...Object.fromEntries(files),
  })
  const diagnostics = new Diagnostics()
  const folder = { name: 'acme', root, shown: 'acme', configFile: 'webhooks.json' }
  const { config: read } = await loadConfig(folder, diagnostics)
  if (read === undefined) throw new Error('the config cannot be read')
  const loaded = await loadSchemas(folder, inputOptions(read), diagnostics)
  noticeConfig(buildCatalog(folder.name, read, loaded, diagnostics), read, loaded, diagnostics)
  return diagnostics.list
    .filter(({ code }) => isWanted(code))
    .map(({ code, pointer, message, hint }) => `${code} ${pointer} ${message}; ${hint}`)
}
