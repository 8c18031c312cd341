/** A folder for a test to write to, and what lies in it. */
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type PlannedSdk, planOutput } from '../../../generator/write/plan.js'

/** A new folder, deleted when the test ends. */
export async function makeSandbox(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'hookwright-write-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export type Files = Readonly<Record<string, string>>

export function planOf(files: Files, provider = 'acme', built = true): readonly PlannedSdk[] {
  return planOutput([sdkOf(files, provider, built)], '0.1.0')
}

export function sdkOf(files: Files, provider = 'acme', built = true) {
  const list = Object.entries(files).map(([path, content]) => ({ path, content }))
  return { provider, built, files: list }
}

/** Every file below `folder` with its text, except manifests; folders end in `/`. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1)
    if (entry.isDirectory()) found[`${name}/`] = ''
    else if (entry.isSymbolicLink()) found[name] = '(link)'
    else if (entry.name !== '.hookwright.json') found[name] = await readFile(path, 'utf8')
  }
  return found
}

export async function put(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}
