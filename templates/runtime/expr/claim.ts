/** Reads the claims of the token that proved a delivery, for an expression. */
import type { Delivery } from '../delivery.js'
import { jsonAt } from './json.js'

/** The value at a pointer of the verified claims, such as `/jti`; absent before they are verified. */
export function claim(delivery: Delivery, pointer: string): string | undefined {
  return jsonAt(delivery.claims, pointer)
}
