/** Writes the provider of each preset, and no more of its SDK: what runs before a proof, over the runtime as it stands. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCatalog } from '../../generator/catalog/build.js'
import { loadConfig } from '../../generator/config/load.js'
import { Diagnostics } from '../../generator/diagnostics.js'
import { emitAuth } from '../../generator/emit/auth.js'
import { emitProvider } from '../../generator/emit/provider.js'
import { emitResources } from '../../generator/emit/resources.js'
import { findProviders } from '../../generator/load/find-providers.js'
import { loadSchemas } from '../../generator/load/load.js'
import { presetNames } from '../../generator/presets/presets.js'

const RUNTIME = join(import.meta.dirname, '../../templates/runtime')

/** Into `out/NAME/src`, from configs that are written into `input`. */
export async function writeProviders(input: string, out: string): Promise<readonly string[]> {
  const names = presetNames()
  for (const name of names) {
    mkdirSync(join(input, name, 'events'), { recursive: true })
    const config = { auth: { preset: name }, events: { type: 'any' } }
    writeFileSync(join(input, name, 'webhooks.json'), JSON.stringify(config))
    writeFileSync(join(input, name, 'events/any.json'), 'true')
  }
  // Node takes a module for an ES module by the package around it.
  writeFileSync(join(out, 'package.json'), '{"type":"module"}')
  const diagnostics = new Diagnostics()
  for (const folder of findProviders(input, input, diagnostics)) {
    const { config } = await loadConfig(folder, diagnostics)
    if (config === undefined) throw new Error(`the preset ${folder.name} is no config`)
    const loaded = await loadSchemas(folder, {}, diagnostics)
    const catalog = buildCatalog(folder.name, config, loaded, diagnostics)
    const target = join(out, folder.name)
    mkdirSync(join(target, 'src'), { recursive: true })
    symlinkSync(RUNTIME, join(target, 'src/runtime'), 'junction')
    for (const { path, content } of [
      ...emitAuth(catalog),
      ...emitProvider(catalog),
      ...emitResources(catalog),
    ]) {
      writeFileSync(join(target, path), content)
    }
  }
  return names
}
