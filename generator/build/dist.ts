/** Builds an SDK's sources into `dist/`: ES modules and CommonJS, each with its declarations. */
import type { PrintedModule } from '../emit/types.js'
import type { Memo } from '../memo/memo.js'
import type { Jobs } from './jobs.js'
import { buildSources } from './modules.js'
import { type BuiltFile, proveDist } from './prove.js'
import type { BuildInput, BuiltModule, BuiltText, TextFile } from './types.js'

/**
 * The files of `dist/`, sorted by path. The sources are checked by themselves (`check.ts`).
 *
 * @throws {GeneratorBug} where an export does not say its type, or a built file breaks a promise
 */
export async function buildDist(
  input: BuildInput,
  memo: Memo,
  jobs: Jobs,
): Promise<readonly TextFile[]> {
  const modules = await buildSources(input, memo, jobs)
  const files = [
    ...[...modules].flatMap(([path, module]) => filesOf(path, module)),
    ...input.printed.flatMap(printedFiles),
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
  await proveDist(files, jobs)
  return files.map(({ path, content }) => ({ path, content }))
}

/** Dots in a path are data: only the folder and the last extension change. */
function filesOf(path: string, { js, dts, cjs, dcts }: BuiltModule): readonly BuiltFile[] {
  const stem = path.replace(/^\/src\//, '').replace(/(?:\.d)?\.ts$/, '')
  return [
    ...builtFile(`dist/esm/${stem}.js`, js),
    ...builtFile(`dist/esm/${stem}.d.ts`, dts),
    ...builtFile(`dist/cjs/${stem}.cjs`, cjs),
    ...builtFile(`dist/cjs/${stem}.d.cts`, dcts),
  ]
}

function builtFile(path: string, built: BuiltText | undefined): readonly BuiltFile[] {
  return built === undefined ? [] : [{ path, content: built.text, survey: built.survey }]
}

function printedFiles({ path, esm, cjs, dts, dcts }: PrintedModule): readonly BuiltFile[] {
  const stem = path.replace(/^src\//, '').replace(/\.js$/, '')
  return [
    { path: `dist/esm/${stem}.js`, content: esm },
    { path: `dist/cjs/${stem}.cjs`, content: cjs },
    ...(dts === undefined ? [] : [{ path: `dist/esm/${stem}.d.ts`, content: dts }]),
    ...(dcts === undefined ? [] : [{ path: `dist/cjs/${stem}.d.cts`, content: dcts }]),
  ]
}
