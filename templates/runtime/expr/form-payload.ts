/** Makes an event of the fields of a form. */
import type { Delivery } from '../delivery.js'
import { decodeText } from '../payload.js'
import { asObject, assertDecodable } from './fields.js'
import { formFields } from './form.js'
import { valueAt } from './json.js'
import { isMultipart } from './multipart.js'

/**
 * The fields of a form as an object, or a part of it: texts, and lists of texts where a name came
 * more than once.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function formPayload(delivery: Delivery, pointer: string): unknown {
  const fields = formFields(delivery)
  if (!isMultipart(delivery)) assertDecodable(decodeText(delivery.body))
  return valueAt(asObject(fields), pointer)
}
