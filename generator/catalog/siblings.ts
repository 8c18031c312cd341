/** Points out keywords beside `$ref` in the drafts whose text says to ignore them. */
import type { Diagnostics } from '../diagnostics.js'
import type { LoadedSchemas } from '../load/types.js'
import { hidesSiblings, isAnnotation } from '../schema/keywords.js'
import { valueAt } from '../schema/pointer.js'
import { isObject } from '../schema/types.js'
import { placeOf } from './events.js'

/** Draft 04 to 07 say that what stands beside `$ref` is ignored. Authors rarely mean that: they are told. */
export function reportSiblings(loaded: LoadedSchemas, diagnostics: Diagnostics): void {
  for (const key of loaded.references.keys()) {
    const at = key.indexOf('#')
    const place = { file: key.slice(0, at), pointer: key.slice(at + 1) }
    const document = loaded.documents.get(place.file)
    if (document === undefined || !hidesSiblings(document.draft)) continue
    const schema = valueAt(document.value, place.pointer)
    if (!isObject(schema)) continue
    const beside = Object.keys(schema).filter(
      (keyword) => keyword !== '$ref' && !isAnnotation(keyword),
    )
    if (beside.length === 0) continue
    const message = `${beside.join(', ')} beside "$ref" is ignored, as draft ${document.draft} says`
    const hint = 'put "$ref" into an allOf to have both'
    diagnostics.warning('WARN_REF_SIBLINGS', message, placeOf(loaded, place), hint)
  }
}
