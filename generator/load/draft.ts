/** Which draft of JSON Schema a document is written in. */
import { DRAFTS, type Draft, isObject, type JsonValue } from '../schema/types.js'
import { isSchema } from '../schema/walk.js'
import { checkAgainstMeta } from './meta.js'
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

const NEWEST_FIRST: readonly Draft[] = [...DRAFTS].reverse()

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

/** The drafts that are declared at all, the newest first. */
export function declaredDrafts(declarations: Iterable<Declaration>): readonly Draft[] {
  const declared = new Set<Draft>()
  for (const declaration of declarations) {
    if (declaration.kind === 'draft') declared.add(declaration.draft)
  }
  return NEWEST_FIRST.filter((draft) => declared.has(draft))
}

/** The draft for files that declare none: the only one that others declare, or `DEFAULT_DRAFT`. */
export function usualDraft(declared: readonly Draft[]): Draft {
  const [only] = declared
  return only !== undefined && declared.length === 1 ? only : DEFAULT_DRAFT
}

/** The draft to read a document in; `undefined` once it is reported that there is none. */
export async function draftOf(
  value: JsonValue,
  declared: () => Promise<readonly Draft[]>,
  reporter: Reporter,
): Promise<Draft | undefined> {
  const declaration = declarationOf(value)
  switch (declaration.kind) {
    case 'draft':
      return declaration.draft
    case 'none': {
      const drafts = await declared()
      const usual = usualDraft(drafts)
      const draft = await fittingDraft(value, usual, drafts)
      if (draft !== usual) {
        const message = `the file declares no $schema and is not valid as ${usual}; it is read as ${draft}`
        reporter.warning('WARN_DRAFT_ASSUMED', message, { pointer: '', hint: 'add a $schema' })
      }
      return draft
    }
    case 'unsupported':
      reporter.error('ERR_DRAFT_UNSUPPORTED', `${declaration.name} is not supported`, {
        pointer: '/$schema',
        hint: 'convert the schema to draft-07 or 2020-12 and declare that as its $schema',
      })
      return undefined
    case 'unknown': {
      const drafts = await declared()
      const draft = await fittingDraft(value, usualDraft(drafts), drafts)
      const message = `the $schema ${JSON.stringify(declaration.uri)} is none of JSON Schema's; it is not fetched, and the file is read as ${draft}`
      reporter.warning('WARN_SCHEMA_URI_UNKNOWN', message, { pointer: '/$schema' })
      return draft
    }
  }
}

/** The usual draft, or where the value is no schema of it, the first other that it is one of. */
async function fittingDraft(
  value: JsonValue,
  usual: Draft,
  declared: readonly Draft[],
): Promise<Draft> {
  if (!isSchema(value)) return usual
  for (const draft of new Set([usual, ...declared, ...NEWEST_FIRST])) {
    if ((await checkAgainstMeta(value, draft)).length === 0) return draft
  }
  return usual
}
