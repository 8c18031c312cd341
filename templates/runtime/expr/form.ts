/** Reads the fields of a form, encoded as its content type says: proof, name and payload read them alike. */
import type { Delivery } from '../delivery.js'
import { PayloadMalformed } from '../errors.js'
import { decodeText } from '../payload.js'
import { formPart, formParts, isMultipart } from './multipart.js'
import { asText, single } from './value.js'

/** The value of a field; absent where it is not UTF-8, or the body holds it more than once. */
export function formField(delivery: Delivery, name: string): string | undefined {
  if (isMultipart(delivery)) return asText(formPart(delivery, name))
  try {
    return single(delivery.form().getAll(name))
  } catch {
    return undefined
  }
}

/** Whether the body holds the field, however often. */
export function hasField(delivery: Delivery, name: string): boolean {
  return formEntries(delivery)?.some(([known]) => known === name) === true
}

/** The fields in the order they were sent; absent where the body is no form. */
export function formEntries(
  delivery: Delivery,
): readonly (readonly [name: string, value: string])[] | undefined {
  try {
    return formFields(delivery)
  } catch {
    return undefined
  }
}

/** @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where the body is no form, or no UTF-8 */
export function formFields(
  delivery: Delivery,
): readonly (readonly [name: string, value: string])[] {
  if (!isMultipart(delivery)) return [...delivery.form()]
  const parts = formParts(delivery)
  if (parts === undefined) throw new PayloadMalformed('the body is not a valid form')
  return parts.map(([name, content]) => [name, decodeText(content)])
}
