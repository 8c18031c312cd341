/** The whole of a run on one screen: load, catalog, emit, build, write. */
import { resolve } from 'node:path'
import { checkSources } from './build/check.js'
import { buildDist } from './build/dist.js'
import { buildCatalog, schemaPatterns } from './catalog/build.js'
import type { Catalog } from './catalog/types.js'
import { loadConfig } from './config/load.js'
import { type Diagnostic, Diagnostics } from './diagnostics.js'
import { emitSdk } from './emit/index.js'
import { findProviders } from './load/find-providers.js'
import { loadSchemas } from './load/load.js'
import type { ProviderFolder } from './load/types.js'
import { generatorVersion } from './version.js'
import { findDifferences } from './write/check.js'
import { commit, recover } from './write/commit.js'
import { formatSources } from './write/format.js'
import { planOutput, type Sdk } from './write/plan.js'

export interface GenerateOptions {
  readonly folders: readonly string[]
  readonly out: string
  /** Compares with what is there, and writes nothing. */
  readonly check?: boolean
  /** Whether `dist/` is built; true unless said otherwise. */
  readonly build?: boolean
  readonly onProgress?: (event: Progress) => void
}

export interface Progress {
  readonly provider: string
  readonly stage: 'load' | 'emit' | 'build' | 'write'
}

export interface ProviderReport {
  readonly name: string
  readonly out: string
  readonly events: readonly string[]
  readonly files: number
  readonly bytes: number
  readonly milliseconds: number
}

export interface Report {
  /** Empty where a diagnostic is an error: nothing was written then. */
  readonly providers: readonly ProviderReport[]
  readonly diagnostics: readonly Diagnostic[]
  /** With `check`: one line for each file that differs. */
  readonly differences: readonly string[]
}

/**
 * Generates one SDK for each provider that the folders hold. What is wrong with the input is in
 * the report, all of it, and the output is then as it was.
 *
 * @throws {WriteError} where the output cannot be written; it is then as it was
 * @throws {GeneratorBug}
 */
export async function generate(options: GenerateOptions): Promise<Report> {
  const { out, check = false, build = true, onProgress = () => {} } = options
  const diagnostics = new Diagnostics()
  if (!check) await recover(out)
  const catalogs: Catalog[] = []
  for (const shown of options.folders) {
    for (const folder of findProviders(resolve(shown), shown, diagnostics)) {
      onProgress({ provider: folder.name, stage: 'load' })
      const catalog = await loadCatalog(folder, diagnostics)
      if (catalog !== undefined) catalogs.push(catalog)
    }
  }
  const made: { readonly sdk: Sdk; readonly catalog: Catalog; readonly milliseconds: number }[] = []
  if (!diagnostics.failed) {
    for (const catalog of catalogs) {
      const started = performance.now()
      const sdk = await makeSdk(catalog, diagnostics, build && !check, onProgress)
      made.push({ sdk, catalog, milliseconds: Math.round(performance.now() - started) })
    }
  }
  if (diagnostics.failed) return { providers: [], diagnostics: diagnostics.list, differences: [] }
  const plan = planOutput(
    made.map(({ sdk }) => sdk),
    generatorVersion(),
  )
  const differences = check ? await findDifferences(out, plan) : []
  if (!check) {
    for (const { provider } of plan) onProgress({ provider, stage: 'write' })
    await commit(out, plan)
  }
  const providers = made.map(({ catalog, milliseconds }, index) => ({
    name: catalog.provider,
    out: `${out}/${catalog.provider}`,
    events: catalog.events.map(({ name }) => name),
    files: plan[index]?.files.length ?? 0,
    bytes: (plan[index]?.files ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0),
    milliseconds,
  }))
  return { providers, diagnostics: diagnostics.list, differences }
}

async function loadCatalog(
  folder: ProviderFolder,
  diagnostics: Diagnostics,
): Promise<Catalog | undefined> {
  const { config, isValid } = await loadConfig(folder, diagnostics)
  if (config === undefined) return undefined
  const loaded = await loadSchemas(folder, schemaPatterns(config), diagnostics)
  return isValid ? buildCatalog(folder.name, config, loaded, diagnostics) : undefined
}

async function makeSdk(
  catalog: Catalog,
  diagnostics: Diagnostics,
  build: boolean,
  onProgress: (event: Progress) => void,
): Promise<Sdk> {
  const { provider } = catalog
  onProgress({ provider, stage: 'emit' })
  const { made, fixed, validators } = await emitSdk(catalog, diagnostics)
  const sources = [...(await formatSources(made)), ...fixed]
  onProgress({ provider, stage: 'build' })
  if (!build) {
    await checkSources(sources)
    return { provider, built: false, files: sources }
  }
  const dist = await buildDist({ sources, validators })
  return { provider, built: true, files: [...sources, ...dist] }
}
