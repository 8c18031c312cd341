/** Type-checks the sources of an SDK: nothing is written that does not compile. */
import type { OutputFile } from '../emit/types.js'
import type { Key, Memo } from '../memo/memo.js'
import { isRuntime, TYPES } from './check-texts.js'
import { typescriptSources } from './compiler.js'
import type { Jobs } from './jobs.js'
import { buildModules } from './modules.js'
import { exportedTypes } from './verify-types.js'

/**
 * Type-checks `src/**` with every strict flag. Of the runtime it sees what a consumer sees: that is
 * copied byte for byte, and `npm run check` has compiled it under the same flags.
 *
 * The payload types are one part and all the rest is the other, which depends on the names of the
 * types alone: after an edit of a schema, only the types are checked anew.
 *
 * @throws {GeneratorBug} listing `file:line message`
 */
export async function checkSources(
  sources: readonly OutputFile[],
  memo: Memo,
  jobs: Jobs,
): Promise<void> {
  const texts = await declareRuntime(typescriptSources(sources), memo, jobs)
  const types = new Map([...texts].filter(([path]) => path === TYPES))
  const rest = new Map([...texts].filter(([path]) => path !== TYPES))
  const names = [...types.values()].flatMap(exportedTypes)
  const typesKey: Key = ['checked types', ...types.values()]
  const restKey: Key = ['checked', String(rest.size), ...sorted(rest), ...names.sort()]
  const [knowsTypes, knowsRest] = [memo.find<true>(typesKey), memo.find<true>(restKey)]
  if (!knowsRest) await jobs.check(texts)
  else if (!knowsTypes) await jobs.check(types)
  memo.keep(typesKey, true)
  memo.keep(restKey, true)
}

/** The modules, with declarations in place of those of the runtime. */
async function declareRuntime(
  modules: ReadonlyMap<string, string>,
  memo: Memo,
  jobs: Jobs,
): Promise<ReadonlyMap<string, string>> {
  const runtime = new Map([...modules].filter(([path]) => isRuntime(path)))
  const texts = new Map([...modules].filter(([path]) => !isRuntime(path)))
  for (const [path, { dts }] of await buildModules(runtime, memo, jobs)) {
    texts.set(path.replace(/\.ts$/, '.d.ts'), dts.text)
  }
  return texts
}

function sorted(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).flat()
}
