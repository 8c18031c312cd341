/** Takes a batch apart: each element of an array is an event of its own. */
import type { Delivery, Item } from '../delivery.js'
import { PayloadMalformed } from '../errors.js'
import { steps, valueAt } from './json.js'
import { elementTexts } from './json-number.js'

/** Each element costs a handler's run: more than any provider sends in one delivery. */
const MAX_EVENTS = 10_000

/** A parsed text of JSON that holds the array. */
interface Holder {
  readonly value: unknown
  readonly source: Uint8Array
}

/**
 * The elements of the array at a pointer of the body. An empty array is a delivery without events.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function bodyElements(delivery: Delivery, pointer: string): readonly Item[] {
  return elementsAt({ value: delivery.json(), source: delivery.text }, pointer)
}

/** The same for any text of JSON. @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` */
export function elementsAt({ value, source }: Holder, pointer: string): readonly Item[] {
  const elements = valueAt(value, pointer)
  if (!Array.isArray(elements)) throw new PayloadMalformed('the batch is not an array')
  if (elements.length > MAX_EVENTS) {
    throw new PayloadMalformed(`the batch has more than ${MAX_EVENTS} events`)
  }
  // The text is taken apart once, and only where an element's number is read.
  let texts: readonly string[] | undefined
  const textOf = (index: number) => {
    texts ??= elementTexts(source, steps(pointer))
    return texts[index] ?? ''
  }
  return elements.map((element, index) => ({ value: element, source: () => textOf(index) }))
}
