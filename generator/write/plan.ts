/** Merges what all emitters returned into one plan, before anything touches the disk. */
import type { OutputFile } from '../emit/types.js'
import { GeneratorBug, WriteError } from '../errors.js'
import { dirname } from './disk.js'
import { printManifest } from './manifest.js'
import { collisionKey, MANIFEST_FILE, pathFault, sdkPathFault } from './paths.js'

/** One SDK as the stages before made it. */
export interface Sdk {
  /** Folder name below the output folder. */
  readonly provider: string
  readonly files: readonly OutputFile[]
  /** Whether `files` holds `dist/`. Where it does not, an older `dist/` goes once a source changes. */
  readonly built: boolean
}

export interface PlannedSdk {
  readonly provider: string
  readonly built: boolean
  /** With the manifest; sorted by path. */
  readonly files: readonly OutputFile[]
}

/** The bytes of a file. Thousands of files need not be held as text and as bytes: made when needed. */
export function bytesOf({ content }: Pick<OutputFile, 'content'>): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content
}

/**
 * @throws {WriteError} `ERR_PROVIDER_NAME` or `ERR_PROVIDER_CLASH`, where folders cannot be named so
 * @throws {GeneratorBug} where emitters disagree about a path or leave their folder
 */
export function planOutput(sdks: readonly Sdk[], generatorVersion: string): readonly PlannedSdk[] {
  const providers = new Map<string, string>()
  for (const { provider } of sdks) {
    refuseName(provider)
    const other = providers.get(collisionKey(provider))
    if (other !== undefined) {
      throw new WriteError(
        'ERR_PROVIDER_CLASH',
        `the providers "${other}" and "${provider}" would be written to the same folder; rename one`,
      )
    }
    providers.set(collisionKey(provider), provider)
  }
  return sdks.map((sdk) => planSdk(sdk, generatorVersion))
}

function refuseName(provider: string): void {
  const fault = provider.includes('/') ? 'has a slash' : pathFault(provider)
  if (fault === undefined && !provider.startsWith('.')) return
  throw new WriteError(
    'ERR_PROVIDER_NAME',
    `the provider "${provider}" cannot name a folder: it ${fault ?? 'starts with a dot'}`,
  )
}

function planSdk({ provider, built, files }: Sdk, generatorVersion: string): PlannedSdk {
  const manifest = { path: MANIFEST_FILE, content: printManifest(files, generatorVersion) }
  const planned = [...files, manifest].sort((a, b) => (a.path < b.path ? -1 : 1))
  refusePaths(planned.map((file) => file.path))
  return { provider, built, files: planned }
}

function refusePaths(paths: readonly string[]): void {
  const files = new Map<string, string>()
  for (const path of paths) {
    const fault = sdkPathFault(path)
    if (fault) throw new GeneratorBug(`the path ${JSON.stringify(path)} ${fault}`)
    const other = files.get(collisionKey(path))
    if (other !== undefined) throw new GeneratorBug(`two emitters own "${other}" and "${path}"`)
    files.set(collisionKey(path), path)
  }
  const folders = new Set<string>()
  for (const path of paths) {
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) {
      const file = files.get(collisionKey(folder))
      if (file !== undefined) throw new GeneratorBug(`"${file}" is a file and holds "${path}"`)
      folders.add(folder)
    }
  }
}
