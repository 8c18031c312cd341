/** Takes a batch apart that stands as text inside of something else. */
import type { Item } from '../delivery.js'
import { parsePayload } from '../payload.js'
import { elementsAt } from './batch.js'
import { carriedBytes } from './carried.js'
import type { Value } from './value.js'

/**
 * The elements of the array at a pointer of what is carried.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function carriedElements(value: Value | undefined, pointer: string): readonly Item[] {
  const source = carriedBytes(value)
  return elementsAt({ value: parsePayload(source), source }, pointer)
}
