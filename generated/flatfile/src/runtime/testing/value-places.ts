/** Places inside of a value: reading takes something off the value, and writing puts it back on. */

import { jsonAt } from '../expr/json.js'
import { asText, type Value } from '../expr/value.js'
import { parseJson } from '../payload.js'
import type { Place } from './draft.js'
import { putAt } from './json-members.js'

/** What a value says in an encoding. */
export function inEncoded(
  place: Place,
  decode: (value: Value | undefined) => Uint8Array | undefined,
  encode: (value: Value) => string | undefined,
): Place {
  return {
    read: (draft) => asText(decode(place.read(draft))),
    write: (draft, text) => place.write(draft, encode(text) ?? ''),
  }
}

/** The member at a pointer of a value that is JSON. */
export function inMember(place: Place, pointer: string): Place {
  return {
    read: (draft) => jsonAt(place.read(draft), pointer),
    write: (draft, text) => {
      const before = place.read(draft)
      const root = before === undefined ? undefined : parseJson(before)
      place.write(draft, JSON.stringify(putAt(root, pointer, text)))
    },
  }
}

/** What stands behind a prefix. */
export function inRest(place: Place, prefix: string): Place {
  return {
    read: (draft) => {
      const text = place.read(draft)
      return text?.startsWith(prefix) === true ? text.slice(prefix.length) : text
    },
    write: (draft, text) => place.write(draft, prefix + text),
  }
}

/** One part of a value that a separator divides. */
export function inPartOf(place: Place, separator: string, index: number): Place {
  return {
    read: (draft) => place.read(draft)?.split(separator)[index],
    write: (draft, text) => {
      const before = place.read(draft)?.split(separator) ?? []
      const length = Math.max(before.length, index + 1)
      const all = Array.from({ length }, (_, at) => (at === index ? text : (before[at] ?? '')))
      place.write(draft, all.join(separator))
    },
  }
}
