/** Proves of the built files, before any is written, that they keep the promises of an SDK. */
import { GeneratorBug } from '../errors.js'
import type { Jobs } from './jobs.js'
import type { NamedModule, Survey } from './survey.js'
import type { TextFile } from './types.js'

/** A built file, and its survey where there is one already. */
export interface BuiltFile extends TextFile {
  readonly survey?: Survey
}

/**
 * Checks that every module named is a file of the SDK, in the module system of the file that names
 * it; that no declaration says `any`; and that nothing evaluates text. A survey is asked for only
 * where a file has none and is not plainly harmless.
 *
 * @throws {GeneratorBug} listing every broken promise
 */
export async function proveDist(
  files: readonly BuiltFile[],
  jobs: Pick<Jobs, 'survey'>,
): Promise<void> {
  const paths = new Set(files.map((file) => file.path))
  const open = files.filter((file) => file.survey === undefined && !isPlainlyHarmless(file, paths))
  const texts = new Map(open.map(({ path, content }) => [path, content]))
  const surveys = open.length > 0 ? await jobs.survey(texts) : new Map<string, Survey>()
  const broken = files.flatMap(({ path, survey = surveys.get(path) }) =>
    survey === undefined ? [] : faultsOf(path, survey, paths),
  )
  if (broken.length > 0) {
    throw new GeneratorBug(`the built code breaks a promise:\n${broken.join('\n')}`)
  }
}

/** An import line as the validators' printer writes it, in either module system. */
const PRINTED_IMPORT =
  /^(?:import \{ [\w$, ]+ \} from|const \{ [\w$, :]+ \} = require\() ?'([^'\\]+)'\)?$/
const TELLING = /\b(?:import|require|eval|Function)\b|\bexport\b(?! \{ [\w$, ]+ \}$)/

/**
 * Whether a script names modules in its printed import lines only, all of them right, and says
 * nothing else that could be a fault. Parsing the validators of a large provider takes a second;
 * nearly all of them are settled here, and the rest, such as those with "import" in a text, there.
 */
function isPlainlyHarmless({ path, content }: TextFile, paths: ReadonlySet<string>): boolean {
  if (!/\/validators\/.*js$/.test(path)) return false
  const isCjs = path.endsWith('.cjs')
  return content.split('\n').every((line) => {
    if (!TELLING.test(line)) return true
    const [, specifier] = PRINTED_IMPORT.exec(line) ?? []
    if (specifier === undefined || line.startsWith('const') !== isCjs) return false
    const target = targetOf(path, specifier)
    return /^\.\.?\//.test(specifier) && target.endsWith('.cjs') === isCjs && paths.has(target)
  })
}

function faultsOf(path: string, survey: Survey, paths: ReadonlySet<string>): readonly string[] {
  const own = survey.faults.map(({ line, what }) => `${path}:${line} ${what}`)
  const named = survey.modules.flatMap((module) => {
    const fault = moduleFault(path, module, paths)
    return fault === undefined ? [] : [`${path}:${module.line} ${fault}`]
  })
  return [...named, ...own]
}

function moduleFault(
  path: string,
  { kind, text }: NamedModule,
  paths: ReadonlySet<string>,
): string | undefined {
  if (text === undefined) return 'names a module that only the running code knows'
  const quoted = JSON.stringify(text)
  if (path.endsWith('.cjs') ? kind !== 'require' : kind === 'require') {
    return `loads ${quoted} in the other module system`
  }
  if (!/^\.\.?\//.test(text)) return `imports ${quoted}, which is not part of the SDK`
  const target = targetOf(path, text)
  const suffix = /\.d\.c?ts$/.exec(path)?.[0]
  const wanted = suffix === undefined ? target : target.replace(/\.c?js$/, suffix)
  if (target.endsWith('.cjs') !== /\.(cjs|cts)$/.test(path) || !paths.has(wanted)) {
    return `imports ${quoted}, which does not exist`
  }
  return undefined
}

function targetOf(path: string, specifier: string): string {
  return new URL(specifier, `file:///${path}`).pathname.slice(1)
}
