/** The whole of a run on one screen: load, catalog, emit, build, write. */
import { join, resolve } from 'node:path'
import { checkSources } from './build/check.js'
import { buildDist } from './build/dist.js'
import { formatSources } from './build/format.js'
import type { Jobs } from './build/jobs.js'
import { buildSources } from './build/modules.js'
import { openJobs } from './build/worker-jobs.js'
import { buildCatalog, inputOptions } from './catalog/build.js'
import type { Catalog } from './catalog/types.js'
import { loadConfig } from './config/load.js'
import { type Diagnostic, Diagnostics } from './diagnostics.js'
import { type Emitted, emitFixed, emitSources } from './emit/index.js'
import type { OutputFile } from './emit/types.js'
import { userKey } from './files/user-key.js'
import { findProviders } from './load/find-providers.js'
import { loadSchemas } from './load/load.js'
import type { ProviderFolder } from './load/types.js'
import { entryChunks, parseEntries } from './memo/entries.js'
import { fingerprintOf } from './memo/fingerprint.js'
import { RunMemo } from './memo/memo.js'
import { shippedEntries } from './memo/shipped.js'
import { checkExamples } from './notices/example-values.js'
import { noticeConfig } from './notices/notices.js'
import { generatorVersion } from './version.js'
import { readCache, writeCache } from './write/cache.js'
import { findDifferences } from './write/check.js'
import { commit, recover } from './write/commit.js'
import { type PlannedSdk, planOutput, type Sdk } from './write/plan.js'

export interface GenerateOptions {
  readonly folders: readonly string[]
  readonly out: string
  /** Compares with what is there, and writes nothing. */
  readonly check?: boolean
  /** Compares `dist/` as well, which it builds from the input alone, and writes nothing. */
  readonly verify?: boolean
  /** Whether `dist/` is built; true unless said otherwise. */
  readonly build?: boolean
  readonly onProgress?: (event: Progress) => void
}

export interface Progress {
  readonly provider: string
  readonly stage: 'load' | 'emit' | 'build' | 'write'
  /** How much of a long stage is done, where that is known; the first event of a stage has none. */
  readonly done?: number
  readonly total?: number
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
  /** With `check` or `verify`: one line for each file that differs. */
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
  const { folders, out, verify = false, build = true, onProgress = () => {} } = options
  const check = options.check === true || verify
  const diagnostics = new Diagnostics()
  const run: Run = {
    diagnostics,
    onProgress,
    out,
    check,
    build: build && (verify || !check),
    fingerprint: fingerprintOf(),
    key: check ? undefined : userKey(),
    jobs: openJobs(),
  }
  if (!check) await recover(out)
  const catalogs = await loadCatalogs(folders, run)
  const made = diagnostics.failed ? [] : await makeSdks(catalogs, run)
  if (diagnostics.failed) return { providers: [], diagnostics: diagnostics.list, differences: [] }
  const plan = planOutput(made, generatorVersion())
  const differences = check
    ? await findDifferences(out, plan, verify)
    : await write(made, plan, run)
  const providers = made.map((sdk, index) => describe(sdk, plan[index]?.files ?? [], out))
  return { providers, diagnostics: diagnostics.list, differences }
}

/** What all stages of one run share. */
interface Run {
  readonly diagnostics: Diagnostics
  readonly onProgress: (event: Progress) => void
  readonly out: string
  readonly check: boolean
  readonly build: boolean
  readonly fingerprint: string
  /** Absent where nothing is remembered: where it cannot be kept safe, and for checks. */
  readonly key: Uint8Array | undefined
  readonly jobs: Jobs
}

interface MadeSdk extends Sdk {
  readonly memo: RunMemo
  readonly events: readonly string[]
  readonly milliseconds: number
}

async function loadCatalogs(folders: readonly string[], run: Run): Promise<readonly Catalog[]> {
  const catalogs: Catalog[] = []
  for (const shown of folders) {
    for (const folder of findProviders(resolve(shown), shown, run.diagnostics)) {
      run.onProgress({ provider: folder.name, stage: 'load' })
      const catalog = await loadCatalog(folder, run.diagnostics)
      if (catalog !== undefined) catalogs.push(catalog)
    }
  }
  return catalogs
}

async function loadCatalog(
  folder: ProviderFolder,
  diagnostics: Diagnostics,
): Promise<Catalog | undefined> {
  const { config, isValid } = await loadConfig(folder, diagnostics)
  if (config === undefined) return undefined
  const proposeAuth = folder.configFile === undefined || config.value['auth'] === undefined
  const options = { ...inputOptions(config), proposeAuth }
  const loaded = await loadSchemas(folder, options, diagnostics)
  if (!isValid) return undefined
  const catalog = buildCatalog(folder.name, config, loaded, diagnostics)
  noticeConfig(catalog, config, loaded, diagnostics)
  await checkExamples(loaded, catalog.validation, diagnostics)
  return catalog
}

/** Every catalog is emitted, so that the problems of all are reported; nothing is built after one. */
async function makeSdks(catalogs: readonly Catalog[], run: Run): Promise<readonly MadeSdk[]> {
  const made: MadeSdk[] = []
  for (const catalog of catalogs) {
    const started = performance.now()
    run.onProgress({ provider: catalog.provider, stage: 'emit' })
    const memo = openMemo(catalog.provider, run)
    const sdk = await makeSdk(catalog, run, memo)
    if (sdk === undefined) continue
    const events = catalog.events.map(({ name }) => name)
    made.push({ ...sdk, memo, events, milliseconds: Math.round(performance.now() - started) })
  }
  return made
}

/** A check stands on nothing that was made before; a run on what carries the mark of the user's key. */
function openMemo(provider: string, { out, key, fingerprint }: Run): RunMemo {
  const text = key && readCache(out, provider)
  const before = text && parseEntries(text, fingerprint, key)
  return new RunMemo(before, shippedEntries(fingerprint))
}

/** Formats, checks and builds the sources while the validators are compiled. */
async function makeSdk(catalog: Catalog, run: Run, memo: RunMemo): Promise<Sdk | undefined> {
  const { provider } = catalog
  const { diagnostics } = run
  const onCompiled = (done: number, total: number) =>
    run.onProgress({ provider, stage: 'emit', done, total })
  const built = run.build
  const sources = await emitSources(catalog, memo)
  const preparing = prepare(sources, built, memo, run.jobs)
  // What is wrong with schemas is to be heard of first: it may be why something does not compile.
  preparing.catch(() => {})
  const validators = await emitFixed(catalog, sources, { diagnostics, memo, onCompiled })
  if (diagnostics.failed) return undefined
  run.onProgress({ provider, stage: 'build' })
  const files = [...(await preparing), ...validators.files]
  if (!built) return { provider, built, files }
  const printed = [...sources.printed, ...validators.printed]
  const dist = await buildDist({ sources: files, printed }, memo, run.jobs)
  return { provider, built, files: [...files, ...dist] }
}

async function prepare(
  { files, printed }: Emitted,
  isBuilt: boolean,
  memo: RunMemo,
  jobs: Jobs,
): Promise<readonly OutputFile[]> {
  const sources = await formatSources(files, memo, jobs)
  const building = isBuilt ? buildSources({ sources, printed }, memo, jobs) : undefined
  await Promise.all([checkSources(sources, memo, jobs), building])
  return sources
}

async function write(
  made: readonly MadeSdk[],
  plan: readonly PlannedSdk[],
  { out, onProgress, diagnostics, fingerprint, key }: Run,
): Promise<readonly []> {
  for (const { provider } of plan) onProgress({ provider, stage: 'write' })
  for (const path of (await commit(out, plan)).kept) {
    const message = 'is no longer generated, but was edited, and so left alone'
    diagnostics.notice('NOTICE_FILE_KEPT', message, { file: join(out, path) })
  }
  for (const { provider, memo } of made) {
    if (key !== undefined && memo.isChanged) {
      writeCache(out, provider, entryChunks(memo.entries, fingerprint, key))
    }
  }
  return []
}

function describe(
  { provider, events, milliseconds }: MadeSdk,
  files: readonly OutputFile[],
  out: string,
): ProviderReport {
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0)
  return {
    name: provider,
    out: join(out, provider),
    events,
    files: files.length,
    bytes,
    milliseconds,
  }
}
