/** Reads a field of a form-encoded body for an expression. */
import type { Delivery } from '../delivery.js'

/** The value of a field; absent where the body is no form, or holds the field more than once. */
export function formField(delivery: Delivery, name: string): string | undefined {
  try {
    const values = delivery.form().getAll(name)
    return values.length === 1 ? values[0] : undefined
  } catch {
    return undefined
  }
}
