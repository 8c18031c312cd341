/** Temporary folders for the tests of the load stage. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Diagnostic, Diagnostics } from '../../../generator/diagnostics.js'
import { type LoadOptions, loadSchemas } from '../../../generator/load/load.js'
import type { LoadedSchemas, ProviderFolder } from '../../../generator/load/types.js'
import { checkExamples } from '../../../generator/notices/example-values.js'

/** A file's content (what is no text or bytes is written as JSON), or where a link leads. */
export type Content = string | Uint8Array | object | boolean | { readonly link: string }

/** Writes a folder that lives as long as the test. */
export function makeFolder(files: Readonly<Record<string, Content>>): string {
  const root = mkdtempSync(join(tmpdir(), 'hookwright-load-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof content === 'object' && 'link' in content) symlinkSync(String(content.link), path)
    else if (typeof content === 'string' || content instanceof Uint8Array)
      writeFileSync(path, content)
    else writeFileSync(path, JSON.stringify(content, null, 1))
  }
  return root
}

export function providerAt(root: string): ProviderFolder {
  return { name: 'acme', root, shown: 'acme' }
}

export interface Loaded extends LoadedSchemas {
  readonly eventFiles: readonly string[]
  readonly list: readonly Diagnostic[]
  /** `severity code file#pointer` of each diagnostic, without notices. */
  readonly codes: readonly string[]
}

/** Loads a folder made of `files`, and checks the examples in it. */
export async function load(
  files: Readonly<Record<string, Content>>,
  patterns?: readonly string[],
  more: LoadOptions = {},
): Promise<Loaded> {
  const diagnostics = new Diagnostics()
  const options = { ...more, patterns }
  const loaded = await loadSchemas(providerAt(makeFolder(files)), options, diagnostics)
  await checkExamples(loaded, 'tolerant', diagnostics)
  const eventFiles = loaded.events.map(({ place }) => place.file)
  return { ...loaded, eventFiles, list: diagnostics.list, codes: diagnostics.list.map(summary) }
}

/** `CODE file#pointer`. */
export function summary({ code, file, pointer }: Diagnostic): string {
  return `${code} ${file ?? ''}${pointer ?? ''}`
}
