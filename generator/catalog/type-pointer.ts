/** Finds where the schemas would say how an event is called: the place that its type is read from. */
import type { EventSource, Placeholder } from '../auth/types.js'
import { readsItem } from '../auth/uses.js'
import { escapeSegment } from '../schema/pointer.js'

/** A JSON pointer below the payload; undefined for what stands outside of what schemas describe. */
export function typePointer(part: Placeholder, source: EventSource): string | undefined {
  const pointer = pointerIn(part, source)
  const { payload } = source
  if (pointer === undefined || !`${pointer}/`.startsWith(`${payload}/`)) return undefined
  return pointer.slice(payload.length)
}

/** The pointer within the text that holds the event, or within the element of a batch. */
function pointerIn(type: Placeholder, { batch, format, from }: EventSource): string | undefined {
  const isPlain = type.filters.length === 0
  if (format === 'form' || format === 'query') {
    const isField = isPlain && type.source === format && type.arg !== undefined
    return isField ? `/${escapeSegment(type.arg ?? '')}` : undefined
  }
  if (format === 'text') return undefined
  if (from !== undefined && (batch === undefined || readsItem(from))) {
    const [carrier] = from
    return carrier?.kind === 'placeholder' && from.length === 1
      ? pointerBehind(carrier, type)
      : undefined
  }
  const isRead = isPlain && type.source === (batch === undefined ? 'json' : 'item')
  return isRead ? (type.arg ?? '') : undefined
}

/** What the last filter reads, where everything in front of it is the carrier. */
export function pointerBehind(carrier: Placeholder, type: Placeholder): string | undefined {
  const last = type.filters.at(-1)
  const front = { ...type, filters: type.filters.slice(0, -1) }
  const isSame = JSON.stringify(key(front)) === JSON.stringify(key(carrier))
  return last?.name === 'json' && isSame ? last.args[0] : undefined
}

function key({ source, arg, filters }: Placeholder): unknown {
  return [source, source === 'header' ? arg?.toLowerCase() : arg, filters]
}
