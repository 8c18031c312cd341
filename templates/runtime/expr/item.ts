/** Reads the element that is on trial for an expression. */
import type { Delivery } from '../delivery.js'
import { textAt, valueAt } from './json.js'

/** The value at a pointer of the element; absent where there is no element. */
export function itemJson({ item }: Delivery, pointer: string): string | undefined {
  return item === undefined ? undefined : textAt(item.value, pointer, item)
}

/** A part of the element as it is; undefined where there is none. */
export function itemAt({ item }: Delivery, pointer: string): unknown {
  return valueAt(item?.value, pointer)
}
