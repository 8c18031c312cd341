/** Type-checks the sources of an SDK: nothing is written that does not compile. */
import type { OutputFile } from '../emit/types.js'
import type { Key, Memo } from '../memo/memo.js'
import { isRuntime } from './check-texts.js'
import { typescriptSources } from './compiler.js'
import type { Jobs } from './jobs.js'
import { buildModules } from './modules.js'

/** Type-checks `src/**` with every strict flag. @throws {GeneratorBug} listing `file:line message` */
export async function checkSources(
  sources: readonly OutputFile[],
  memo: Memo,
  jobs: Jobs,
): Promise<void> {
  await checkModules(typescriptSources(sources), memo, jobs)
}

/**
 * Type-checks the modules that are not of the runtime. Of the runtime they see what a consumer
 * sees: it is copied byte for byte, and `npm run check` has compiled it under the same flags.
 */
export async function checkModules(
  modules: ReadonlyMap<string, string>,
  memo: Memo,
  jobs: Jobs,
): Promise<void> {
  const runtime = new Map([...modules].filter(([path]) => isRuntime(path)))
  const texts = new Map([...modules].filter(([path]) => !isRuntime(path)))
  for (const [path, { dts }] of await buildModules(runtime, memo, jobs)) {
    texts.set(path.replace(/\.ts$/, '.d.ts'), dts.text)
  }
  const key: Key = ['check', ...[...texts].sort(([a], [b]) => (a < b ? -1 : 1)).flat()]
  if (memo.find<true>(key)) return
  await jobs.check(texts)
  memo.keep(key, true)
}
