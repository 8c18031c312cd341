/** Points out keywords beside `$ref` in the drafts whose text says to ignore them. */
import type { Diagnostics } from '../diagnostics.js'
import type { LoadedSchemas } from '../load/types.js'
import { valueAt } from '../schema/pointer.js'
import { isObject } from '../schema/types.js'
import { placeOf } from './events.js'

/** Keywords that assert nothing, so that it does not matter whether they are ignored. */
const ANNOTATIONS: ReadonlySet<string> = new Set(
  `$ref $dynamicRef $recursiveRef $id id $schema $anchor $dynamicAnchor $comment definitions $defs
  title description default examples deprecated readOnly writeOnly`.split(/\s+/),
)

/**
 * Draft 04 to 07 say that what stands beside `$ref` is ignored. Authors rarely mean that, and Ajv
 * applies it in every draft, so types and validators here do as well; the author is told.
 */
export function reportSiblings(loaded: LoadedSchemas, diagnostics: Diagnostics): void {
  for (const key of loaded.references.keys()) {
    const at = key.indexOf('#')
    const place = { file: key.slice(0, at), pointer: key.slice(at + 1) }
    const document = loaded.documents.get(place.file)
    if (document === undefined || !['04', '06', '07'].includes(document.draft)) continue
    const schema = valueAt(document.value, place.pointer)
    if (!isObject(schema)) continue
    const beside = Object.keys(schema).filter(
      (keyword) => !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-'),
    )
    if (beside.length === 0) continue
    const message = `${beside.join(', ')} beside "$ref" is applied, although draft ${document.draft} says to ignore it`
    diagnostics.warning('WARN_REF_SIBLINGS', message, placeOf(loaded, place))
  }
}
