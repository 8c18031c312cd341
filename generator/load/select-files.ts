/** Which files of a provider folder are event schemas. */
import { join } from 'node:path'
import picomatch from 'picomatch'
import type { Diagnostics } from '../diagnostics.js'
import { isConfigFile, isFolder } from './paths.js'
import type { ProviderFolder } from './types.js'

const EVENTS_FOLDER = 'events/**'
const EVERYTHING = '**'

/** `..` as a segment, also as one of the choices of a brace or a group. */
const CLIMBS = /(?:^|[/\\{,(|])\.\.(?:$|[/\\},)|])/

/**
 * The event files among `files`, sorted. `patterns` are globs relative to the folder, `!` in front
 * excludes; without them it is `events/**` where that folder exists, otherwise everything.
 */
export function selectFiles(
  folder: ProviderFolder,
  selection: {
    readonly files: readonly string[]
    readonly patterns: readonly string[] | undefined
  },
  diagnostics: Diagnostics,
): readonly string[] {
  const { files } = selection
  const candidates = files.filter(mayBeEvent)
  const patterns = selection.patterns ?? [
    isFolder(join(folder.root, 'events')) ? EVENTS_FOLDER : EVERYTHING,
  ]
  const matchers = patterns.flatMap((pattern) => matcherOf(pattern, folder, diagnostics))
  const included = matchers.filter(({ excludes }) => !excludes)
  const excluded = matchers.filter(({ excludes }) => excludes)
  const selected = candidates.filter(
    (file) =>
      included.some(({ matches }) => matches(file)) &&
      !excluded.some(({ matches }) => matches(file)),
  )
  if (selected.length > 0) {
    warnOfIdlePatterns(included, candidates, { folder, diagnostics })
  } else if (matchers.length === patterns.length) {
    diagnostics.error('ERR_NO_EVENTS', noEvents(folder, patterns), { file: folder.shown })
  }
  return selected
}

interface Matcher {
  readonly pattern: string
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
  const glob = (excludes ? pattern.slice(1) : pattern).replace(/^(?:\.\/)+/, '')
  if (CLIMBS.test(glob) || /^(?:[/\\]|[A-Za-z]:)/.test(glob)) {
    const message = `the pattern ${quoted} of events.schemas leaves the folder ${folder.shown}`
    diagnostics.error('ERR_GLOB_OUTSIDE', message, { file: folder.shown })
    return []
  }
  try {
    // A name may hold line breaks, and a dot of a regular expression passes them only if told.
    return [{ pattern, excludes, matches: picomatch(glob, { flags: 's' }) }]
  } catch {
    const message = `the pattern ${quoted} of events.schemas is not a glob`
    diagnostics.error('ERR_GLOB_INVALID', message, { file: folder.shown })
    return []
  }
}

/** The files that are never events, whatever a pattern says; they may be the target of a `$ref`. */
function mayBeEvent(file: string): boolean {
  const folders = file.split('/')
  const name = folders.pop() ?? ''
  if (folders.some((folder) => folder.startsWith('_'))) return false
  if (name.startsWith('_') && !name.startsWith('__')) return false
  return !isConfigFile(name) && name !== 'package.json' && !/^tsconfig.*\.json$/.test(name)
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
