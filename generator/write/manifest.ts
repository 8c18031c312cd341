/** The manifest of an SDK: which files are ours, and what they held when we wrote them. */
import { hash } from 'node:crypto'
import type { OutputFile } from '../emit/types.js'
import { WriteError } from '../errors.js'
import { parseIfJson } from './json.js'
import { isBuilt, MANIFEST_FILE, sdkPathFault } from './paths.js'

const SHA256_HEX = /^[0-9a-f]{64}$/

/** Whether a path below the output folder is that of a manifest. */
export function isManifest(path: string): boolean {
  return path.endsWith(`/${MANIFEST_FILE}`)
}

/** Path inside the SDK to SHA-256, in hex. */
export type Manifest = ReadonlyMap<string, string>

/** The same files give the same text: nothing of the day or the machine is in it. */
export function printManifest(files: readonly OutputFile[], generatorVersion: string): string {
  const owned = files
    .filter((file) => !isBuilt(file.path))
    .map(({ path, content }) => [path, sha256(content)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const manifest = { generator: `hookwright ${generatorVersion}`, files: Object.fromEntries(owned) }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content)
}

/**
 * What the bytes of the manifest `file` say. It may have come with somebody's repository, and decides what is
 * replaced and deleted: so it owns files of its own SDK only, at places where a plan may put them.
 *
 * @throws {WriteError} `ERR_MANIFEST_INVALID`: what is ours is unknown, so nothing may be replaced
 */
export function parseManifest(file: string, bytes: Uint8Array): Manifest {
  const files = parseFiles(Buffer.from(bytes).toString('utf8'))
  if (files === undefined) {
    throw new WriteError(
      'ERR_MANIFEST_INVALID',
      `${file} is damaged, so it is unknown which files were generated; restore it, or delete the folder`,
    )
  }
  return files
}

function parseFiles(text: string): Manifest | undefined {
  const value = parseIfJson(text)
  if (typeof value !== 'object' || value === null || !('files' in value)) return undefined
  const { files } = value
  if (typeof files !== 'object' || files === null || Array.isArray(files)) return undefined
  const manifest = new Map<string, string>()
  for (const [path, hash] of Object.entries(files)) {
    if (sdkPathFault(path) !== undefined || typeof hash !== 'string' || !SHA256_HEX.test(hash)) {
      return undefined
    }
    manifest.set(path, hash)
  }
  return manifest
}
