/** Finds the part of a body that the schemas describe. */
import type { Delivery } from '../delivery.js'
import { PayloadMalformed } from '../errors.js'
import { valueAt } from './json.js'

/** @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where the body has no such part */
export function payloadAt(delivery: Delivery, pointer: string): unknown {
  const value = valueAt(delivery.json(), pointer)
  if (value === undefined) throw new PayloadMalformed(`the body has nothing at ${pointer}`)
  return value
}
