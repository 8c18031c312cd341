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

/** The forms in which printers name modules and export; the text of a module is the last group. */
const PRINTED: Readonly<Record<string, readonly RegExp[]>> = {
  import: [
    /import (?:type )?\{ [\w$, ]+ \} from (['"])([^'"\\\n]+)\1/y,
    /import\((['"])([^'"\\\n]+)\1\)/y,
  ],
  require: [/require\((['"])([^'"\\\n]+)\1\)/y],
  export: [/export (?:declare )?const /y, /export \{ [\w$, ]+ \}(?!\s*(?:from\b|\/))/y],
}
const TELLING = {
  script: /\b(?:import|require|export|eval|Function)\b/g,
  declaration: /\b(?:import|require|export|any)\b/g,
}

/**
 * Whether a file names modules in printed forms only, all of them right, and says nothing else that
 * could be a fault. Parsing the validators of a large provider takes a second; nearly all of them
 * are settled here, and the rest, such as those with "import" in a text, there.
 */
function isPlainlyHarmless({ path, content }: TextFile, paths: ReadonlySet<string>): boolean {
  const telling = path.endsWith('js') ? TELLING.script : TELLING.declaration
  telling.lastIndex = 0
  for (let found = telling.exec(content); found !== null; found = telling.exec(content)) {
    const [word] = found
    const form = formAt(content, found.index, PRINTED[word] ?? [])
    if (form === undefined) return false
    const { text, end } = form
    const kind = word === 'require' ? 'require' : 'static'
    if (text !== undefined && moduleFault(path, { line: 0, kind, text }, paths)) return false
    telling.lastIndex = end
  }
  return true
}

/** Where the first of `forms` that fits ends, and the module that it names. */
function formAt(content: string, index: number, forms: readonly RegExp[]) {
  for (const form of forms) {
    form.lastIndex = index
    const found = form.exec(content)
    if (found !== null) return { text: found[2], end: form.lastIndex }
  }
  return undefined
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
  const parts = path.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
