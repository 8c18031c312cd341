/** Formats the TypeScript that emitters printed, where that was not done before. */
import type { OutputFile } from '../emit/types.js'
import type { Key, Memo } from '../memo/memo.js'
import type { Jobs } from './jobs.js'

/**
 * Formats our own `.ts` text. The runtime is copied byte for byte; payload types, events and
 * the list of validators are as they were printed: they grow with the provider.
 */
export async function formatSources(
  files: readonly OutputFile[],
  memo: Memo,
  jobs: Jobs,
): Promise<readonly OutputFile[]> {
  const formatted = new Map<string, string>()
  const left = new Map<string, string>()
  for (const { path, content } of files) {
    if (!isPrinted(path) || typeof content !== 'string') continue
    const known = memo.find<string>(keyOf(content))
    if (known === undefined) left.set(path, content)
    else formatted.set(path, known)
  }
  const made = left.size > 0 ? await jobs.format(left) : left
  for (const [path, content] of made) {
    formatted.set(path, content)
    memo.keep(keyOf(left.get(path) ?? ''), content)
  }
  return files.map((file) => ({ ...file, content: formatted.get(file.path) ?? file.content }))
}

function keyOf(content: string): Key {
  return ['formatted', content]
}

function isPrinted(path: string): boolean {
  return (
    /^src\/(?!runtime\/|events\/|(?:types|validators)[./]).*\.ts$/.test(path) &&
    !path.endsWith('.d.ts')
  )
}
