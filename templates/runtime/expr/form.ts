/** Reads a field of a form-encoded body for an expression. */
import type { Delivery } from '../delivery.js'
import { single } from './value.js'

/** The value of a field; absent where it is not UTF-8, or the body holds it more than once. */
export function formField(delivery: Delivery, name: string): string | undefined {
  try {
    return single(delivery.form().getAll(name))
  } catch {
    return undefined
  }
}
