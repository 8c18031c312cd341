/** Which draft of JSON Schema a document is written in. */
import { type Draft, isObject, type JsonValue } from '../schema/types.js'
import type { Reporter } from './reporter.js'

/** For files that declare no draft, where the others of the provider do not agree on one. */
export const DEFAULT_DRAFT: Draft = '2020-12'

const SUPPORTED: readonly (readonly [path: string, draft: Draft])[] = [
  ['draft-04', '04'],
  ['draft-06', '06'],
  ['draft-07', '07'],
  ['draft/2019-09', '2019-09'],
  ['draft/2020-12', '2020-12'],
]

const OFFICIAL = /^https?:\/\/json-schema\.org\/(draft[-/][^/]+)\/(?:hyper-)?schema#?$/

/** What a `$schema` says: a draft, nothing, one that is too old, or something of its own. */
export type Declaration =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsupported'; readonly name: string }
  | { readonly kind: 'unknown'; readonly uri: string }

/** Reads a `$schema`, with `http` or `https` and with or without `#`. */
export function declarationOf(value: JsonValue | undefined): Declaration {
  const uri = isObject(value) && Object.hasOwn(value, '$schema') ? value['$schema'] : undefined
  if (typeof uri !== 'string') return { kind: 'none' }
  const path = OFFICIAL.exec(uri)?.[1]
  const draft = SUPPORTED.find(([known]) => known === path)?.[1]
  if (draft !== undefined) return { kind: 'draft', draft }
  if (path !== undefined && /^draft-0[0-35]$/.test(path)) return { kind: 'unsupported', name: path }
  return { kind: 'unknown', uri }
}

/** The draft that all declarations agree on, otherwise `DEFAULT_DRAFT`. */
export function commonDraft(declarations: Iterable<Declaration>): Draft {
  const drafts = new Set<Draft>()
  for (const declaration of declarations) {
    if (declaration.kind === 'draft') drafts.add(declaration.draft)
  }
  const [draft] = drafts
  return draft !== undefined && drafts.size === 1 ? draft : DEFAULT_DRAFT
}

/** The draft to read a document in; `undefined` once it is reported that there is none. */
export function draftOf(
  declaration: Declaration,
  fallback: Draft | undefined,
  reporter: Reporter,
): Draft | undefined {
  switch (declaration.kind) {
    case 'draft':
      return declaration.draft
    case 'none':
      return fallback
    case 'unsupported':
      reporter.error('ERR_DRAFT_UNSUPPORTED', `${declaration.name} is not supported`, {
        pointer: '/$schema',
        hint: 'convert the schema to draft-07 or 2020-12 and declare that as its $schema',
      })
      return undefined
    case 'unknown': {
      const draft = fallback ?? DEFAULT_DRAFT
      const message = `the $schema ${JSON.stringify(declaration.uri)} is none of JSON Schema's; it is not fetched, and the file is read as ${draft}`
      reporter.warning('WARN_SCHEMA_URI_UNKNOWN', message, { pointer: '/$schema' })
      return draft
    }
  }
}
