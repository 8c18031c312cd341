/** Signs every element of an array in the body: what `forEach` undoes. */
import { utf8 } from '../bytes.js'
import { type Delivery, withItem } from '../delivery.js'
import { steps, valueAt } from '../expr/json.js'
import { elementTexts } from '../expr/json-number.js'
import { parsePayload } from '../payload.js'
import type { Draft } from './draft.js'
import { putAt } from './json-members.js'
import type { Signer, View } from './signers.js'

/** Where there is no array one is made, as an empty one proves nothing. */
export function signEach(pointer: string, signers: readonly Signer[]): Signer {
  return async (draft, view, context) => {
    const count = countElements(draft, pointer)
    const viewItem: View = (seen) => atElement(seen, view(seen), pointer)
    for (let index = 0; index < count; index++) {
      draft.item = `${pointer}/${index}`
      for (const sign of signers) await sign(draft, viewItem, context)
    }
    draft.item = undefined
  }
}

function countElements(draft: Draft, pointer: string): number {
  const root = draft.body.length === 0 ? {} : parsePayload(draft.body)
  const found = valueAt(root, pointer)
  if (Array.isArray(found) && found.length > 0) return found.length
  if (found !== undefined && !Array.isArray(found)) {
    throw new TypeError(`what the payload has at ${pointer} must be a list: each element is signed`)
  }
  draft.body = utf8(JSON.stringify(putAt(root, pointer, [{}])))
  return 1
}

function atElement({ body, item = '' }: Draft, delivery: Delivery, pointer: string): Delivery {
  const value = valueAt(delivery.json(), item)
  const index = Number(item.slice(pointer.length + 1))
  return withItem(delivery, {
    value,
    source: () => elementTexts(body, steps(pointer))[index] ?? '',
  })
}
