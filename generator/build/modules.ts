/** Builds modules of TypeScript: what was built once need not be again. */
import { COMMON, type Key, type Memo } from '../memo/memo.js'
import { isRuntime } from './check-texts.js'
import { typescriptSources } from './compiler.js'
import type { Jobs } from './jobs.js'
import type { BuildInput, BuiltModule } from './types.js'

/** What becomes of the sources, but for those that are printed as they are built. */
export function buildSources(
  { sources, printed }: BuildInput,
  memo: Memo,
  jobs: Jobs,
): Promise<ReadonlyMap<string, BuiltModule>> {
  const built = new Set(printed.map(({ path }) => `/${path.replace(/\.js$/, '.ts')}`))
  const texts = [...typescriptSources(sources)].filter(([path]) => !built.has(path))
  return buildModules(new Map(texts), memo, jobs)
}

/**
 * What becomes of each module, by its path in a program.
 *
 * @throws {GeneratorBug} where an export does not say its type
 */
export async function buildModules(
  texts: ReadonlyMap<string, string>,
  memo: Memo,
  jobs: Jobs,
): Promise<ReadonlyMap<string, BuiltModule>> {
  const files = [...texts].map(([path, content]) => ({ path, content, key: keyOf(path, content) }))
  // The declarations of validators differ in nothing but their path.
  const left = new Map<string, (typeof files)[number]>()
  for (const file of files) {
    if (memo.find(file.key) === undefined) left.set(file.key.join(), file)
  }
  if (left.size > 0) {
    const made = await jobs.build(
      new Map([...left.values()].map(({ path, content }) => [path, content])),
    )
    for (const { key, path } of left.values()) memo.keep(key, made.get(path))
  }
  const built = new Map<string, BuiltModule>()
  for (const { path, key } of files) {
    const module = memo.find<BuiltModule>(key)
    if (module !== undefined) built.set(path, module)
  }
  return built
}

function keyOf(path: string, content: string): Key {
  const kind = isRuntime(path) ? COMMON : 'module'
  return [kind, path.endsWith('.d.ts') ? 'declaration' : 'source', content]
}
