/** Holds a plan against the disk: what must be written, what must go, and what must be left. */
import { join } from 'node:path'
import type { OutputFile } from '../emit/types.js'
import { type Disk, type Entry, openDisk } from './disk.js'
import { type Manifest, parseManifest, sha256 } from './manifest.js'
import { isBuilt, MANIFEST_FILE, outputPathFault } from './paths.js'
import { bytesOf, type PlannedSdk } from './plan.js'

export interface Write {
  /** Below the output folder, with `/`. */
  readonly path: string
  readonly content: OutputFile['content']
  /** Whether a file of ours is replaced. */
  readonly replaces: boolean
}

/** All paths are below the output folder, with `/`, and sorted within an SDK. */
export interface Changes {
  readonly writes: readonly Write[]
  readonly deletes: readonly string[]
  /** No longer generated, but edited since: the user's now. */
  readonly kept: readonly string[]
  /** In the way of a planned file, and not ours. */
  readonly foreign: readonly string[]
}

/** What it takes to make the folder `out` hold the plan. Reads only. */
export function findChanges(out: string, plan: readonly PlannedSdk[]): Changes {
  const disk = openDisk(out)
  const parts = plan.map((sdk) => changesOf(out, disk, sdk))
  return {
    writes: parts.flatMap((part) => part.writes),
    deletes: parts.flatMap((part) => part.deletes),
    kept: parts.flatMap((part) => part.kept),
    foreign: parts.flatMap((part) => part.foreign),
  }
}

/** Whether `out` has the manifests of the plan. Where one differs, so does more: a look at one file. */
export function holdsManifests(out: string, plan: readonly PlannedSdk[]): boolean {
  const disk = openDisk(out)
  for (const { provider, files } of plan) {
    const entry = disk.read(`${provider}/${MANIFEST_FILE}`)
    const planned = files.find(({ path }) => path === MANIFEST_FILE)
    if (entry.kind !== 'file' || planned === undefined) return false
    if (Buffer.compare(entry.bytes, bytesOf(planned)) !== 0) return false
  }
  return true
}

interface Draft {
  readonly writes: Write[]
  readonly deletes: string[]
  readonly kept: string[]
  readonly foreign: string[]
}

function changesOf(out: string, disk: Disk, sdk: PlannedSdk): Changes {
  const draft: Draft = { writes: [], deletes: [], kept: [], foreign: [] }
  // Looked at through the disk first: it refuses a link in place of the folder.
  const path = `${sdk.provider}/${MANIFEST_FILE}`
  const entry = disk.read(path)
  const manifest = entry.kind === 'file' ? parseManifest(join(out, path), entry.bytes) : undefined
  for (const file of sdk.files) {
    const path = `${sdk.provider}/${file.path}`
    const verdict = judge(file, disk.read(path), manifest)
    if (verdict === 'foreign') draft.foreign.push(path)
    else if (verdict !== 'same')
      draft.writes.push({ path, content: file.content, replaces: verdict === 'differs' })
  }
  if (manifest !== undefined) {
    findStale(disk, sdk, manifest, draft)
    findStaleBuild(disk, sdk, draft)
  }
  return draft
}

function judge(
  file: OutputFile,
  entry: Entry,
  manifest: Manifest | undefined,
): 'absent' | 'same' | 'differs' | 'foreign' {
  if (entry.kind === 'absent') return 'absent'
  if (entry.kind === 'obstacle') return 'foreign'
  // The same bytes are no conflict: whoever wrote them, nothing of theirs is lost.
  if (Buffer.compare(entry.bytes, bytesOf(file)) === 0) return 'same'
  return isOurs(file.path, manifest) ? 'differs' : 'foreign'
}

/** The build is not in the manifest; it is ours where a manifest says that the SDK is. */
function isOurs(path: string, manifest: Manifest | undefined): boolean {
  if (manifest === undefined) return false
  return path === MANIFEST_FILE || isBuilt(path) || manifest.has(path)
}

function findStale(
  disk: Disk,
  { provider, files }: PlannedSdk,
  manifest: Manifest,
  draft: Draft,
): void {
  const planned = new Set(files.map((file) => file.path))
  for (const [name, hash] of manifest) {
    if (planned.has(name)) continue
    const path = `${provider}/${name}`
    const entry = disk.read(path)
    if (entry.kind !== 'file') continue
    if (sha256(entry.bytes) === hash) draft.deletes.push(path)
    else draft.kept.push(path)
  }
}

/**
 * `dist/` matches its sources or is not there: a stale one could be published. What no plan may hold was
 * never ours, and a journal may not hold it either: it stays, and `--verify` reports it.
 */
function findStaleBuild(disk: Disk, { provider, built, files }: PlannedSdk, draft: Draft): void {
  if (!built && draft.writes.length === 0 && draft.deletes.length === 0) return
  const planned = new Set(files.map((file) => `${provider}/${file.path}`))
  for (const format of ['esm', 'cjs']) {
    for (const path of disk.list(`${provider}/dist/${format}`)) {
      if (!planned.has(path) && outputPathFault(path) === undefined) draft.deletes.push(path)
    }
  }
}
