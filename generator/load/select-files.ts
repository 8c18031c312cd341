/** Which files of a provider folder are event schemas. */
import { join } from 'node:path'
import picomatch from 'picomatch'
import type { Diagnostics } from '../diagnostics.js'
import { isConfigFile } from './config-files.js'
import { foreignFile } from './foreign-files.js'
import { isFolder } from './paths.js'
import type { ProviderFolder } from './types.js'

const EVENTS_FOLDER = 'events/**'
const EVERYTHING = '**'

/** `..` as a segment, also as one of the choices of a brace or a group. */
const CLIMBS = /(?:^|[/\\{,(|])\.\.(?:$|[/\\},)|])/

/** A file that is selected: as a whole, or for the maps and lists of schemas in it. */
export interface Selected {
  readonly file: string
  /** JSON pointers to schemas, and to maps and lists of them; none where the file is the event. */
  readonly pointers: readonly string[]
  /** JSON pointers to what is left out of it. Steps of both may be patterns. */
  readonly excluded: readonly string[]
}

/**
 * The event files among `files`, sorted. `patterns` are globs relative to the folder, `!` in front
 * excludes, `#/…` behind one points into the files; without patterns it is `events/**` where that
 * folder exists, otherwise everything. An exclusion with a pointer leaves out what it leads to, and
 * not the file.
 */
export function selectFiles(
  folder: ProviderFolder,
  selection: {
    readonly files: readonly string[]
    readonly patterns: readonly string[] | undefined
  },
  diagnostics: Diagnostics,
): readonly Selected[] {
  const { files } = selection
  const candidates = files.filter((file) => mayBeEvent(folder.root, file))
  const patterns = selection.patterns ?? [
    isFolder(join(folder.root, 'events')) ? EVENTS_FOLDER : EVERYTHING,
  ]
  const matchers = patterns.flatMap((pattern) => matcherOf(pattern, folder, diagnostics))
  const included = matchers.filter(({ excludes }) => !excludes)
  const excluded = matchers.filter(({ excludes }) => excludes)
  const selected = candidates.flatMap((file) => {
    const found = included.filter(({ matches }) => matches(file))
    const without = excluded.filter(({ matches }) => matches(file))
    if (found.length === 0 || without.some(({ pointer }) => pointer === undefined)) return []
    const pointers = found.flatMap(({ pointer }) => pointer ?? [])
    const isWhole = pointers.length < found.length
    const left = without.flatMap(({ pointer }) => pointer ?? [])
    return [{ file, pointers: isWhole ? [] : pointers, excluded: left }]
  })
  if (selected.length > 0) {
    warnOfIdlePatterns(included, candidates, { folder, diagnostics })
  } else if (matchers.length === patterns.length) {
    const foreign = foreignFile(folder.root)
    const [near] = patterns.length === 0 ? [] : candidates
    const hint = foreign
      ? `${foreign}, which is not read: convert it to JSON Schema, OpenAPI 3 or AsyncAPI 3`
      : near && `there is ${near}: write "schemas": ["${globOf(near)}"] if it is one`
    diagnostics.error('ERR_NO_EVENTS', noEvents(folder, patterns), { file: folder.shown }, hint)
  }
  return selected
}

/** The pattern for a file and its neighbours. */
function globOf(file: string): string {
  const [folder, ...below] = file.split('/')
  return below.length === 0 ? '*' : `${folder}/**`
}

interface Matcher {
  readonly pattern: string
  readonly pointer: string | undefined
  readonly excludes: boolean
  matches(file: string): boolean
}

/** One matcher, or none once it is reported that the pattern cannot be used. */
function matcherOf(
  pattern: string,
  folder: ProviderFolder,
  diagnostics: Diagnostics,
): readonly Matcher[] {
  const quoted = JSON.stringify(pattern)
  const excludes = pattern.startsWith('!') && !pattern.startsWith('!(')
  const [path, pointer] = splitPattern(excludes ? pattern.slice(1) : pattern)
  const glob = path.replace(/^(?:\.\/)+/, '')
  if (CLIMBS.test(glob) || /^(?:[/\\]|[A-Za-z]:)/.test(glob)) {
    const message = `the pattern ${quoted} of events.schemas leaves the folder ${folder.shown}`
    diagnostics.error('ERR_GLOB_OUTSIDE', message, { file: folder.shown })
    return []
  }
  try {
    // A name may hold line breaks, and a dot of a regular expression passes them only if told.
    return [{ pattern, pointer, excludes, matches: picomatch(glob, { flags: 's' }) }]
  } catch {
    const message = `the pattern ${quoted} of events.schemas is not a glob`
    diagnostics.error('ERR_GLOB_INVALID', message, { file: folder.shown })
    return []
  }
}

/** The glob of a pattern, and the pointer behind it. */
function splitPattern(pattern: string): readonly [glob: string, pointer: string | undefined] {
  const at = pattern.indexOf('#/')
  return at < 0 ? [pattern, undefined] : [pattern.slice(0, at), pattern.slice(at + 1)]
}

/** The files that are never events, whatever a pattern says; they may be the target of a `$ref`. */
function mayBeEvent(root: string, file: string): boolean {
  const folders = file.split('/')
  const name = folders.pop() ?? ''
  if (folders.some((folder) => folder.startsWith('_'))) return false
  if (name.startsWith('_') && !name.startsWith('__')) return false
  return !isConfigFile(root, file) && name !== 'package.json' && !/^tsconfig.*\.json$/.test(name)
}

function warnOfIdlePatterns(
  included: readonly Matcher[],
  candidates: readonly string[],
  to: { readonly folder: ProviderFolder; readonly diagnostics: Diagnostics },
): void {
  for (const { pattern, matches } of included) {
    if (candidates.some((file) => matches(file))) continue
    const message = `the pattern ${JSON.stringify(pattern)} of events.schemas matches no file`
    to.diagnostics.warning('WARN_GLOB_IDLE', message, { file: to.folder.shown })
  }
}

function noEvents(folder: ProviderFolder, patterns: readonly string[]): string {
  const searched =
    patterns.length === 0 ? 'events.schemas is empty' : `looked for ${patterns.join(', ')}`
  return `no event schemas found in ${folder.shown}: ${searched} (.json, .yaml, .yml)`
}
