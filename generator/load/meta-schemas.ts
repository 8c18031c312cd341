/** The schemas of the drafts themselves, which a schema may refer to: they come with the program. */
import { createRequire } from 'node:module'
import { DRAFTS, type Draft, type JsonValue } from '../schema/types.js'
import type { Document } from './types.js'

const AJV = 'ajv/dist/refs'

const VOCABULARIES: Partial<Record<Draft, readonly string[]>> = {
  '2019-09': 'applicator content core format meta-data validation'.split(' '),
  '2020-12': 'applicator content core format-annotation meta-data unevaluated validation'.split(
    ' ',
  ),
}

/** For the URI of each, its draft and where it is kept. */
const META_SCHEMAS: ReadonlyMap<string, readonly [draft: Draft, module: string]> = new Map(
  DRAFTS.flatMap((draft): [string, readonly [Draft, string]][] => {
    const vocabularies = VOCABULARIES[draft]
    if (vocabularies === undefined) {
      const [uri, file] = [`http://json-schema.org/draft-${draft}/schema`, `draft-${draft}.json`]
      const folder = draft === '04' ? 'ajv-draft-04/dist/refs' : AJV
      return [[uri, [draft, `${folder}/json-schema-${file}`]]]
    }
    return ['schema', ...vocabularies.map((name) => `meta/${name}`)].map((path) => [
      `https://json-schema.org/draft/${draft}/${path}`,
      [draft, `${AJV}/json-schema-${draft}/${path}.json`],
    ])
  }),
)

/** True for the URI of a meta-schema, without a fragment. It also is what its document is called. */
export function isMetaSchema(uri: string): boolean {
  return META_SCHEMAS.has(uri)
}

/** The meta-schema as a document; `undefined` where the URI is of none. */
export function metaSchemaDocument(uri: string): Document | undefined {
  const [draft, module] = META_SCHEMAS.get(uri) ?? []
  if (draft === undefined || module === undefined) return undefined
  // Sound: what Ajv keeps there are JSON files.
  const value = createRequire(import.meta.url)(module) as JsonValue
  return { file: uri, shown: uri, draft, value, locate: () => ({ line: 1, column: 1 }) }
}
