/** Makes an event of the parameters of a URL. */
import type { Head } from '../delivery.js'
import { PayloadMalformed } from '../errors.js'
import { asObject, assertDecodable } from './fields.js'
import { valueAt } from './json.js'
import { queryEntries } from './params.js'
import { query } from './url.js'

/**
 * The parameters as an object, or a part of it: texts, and lists of texts where a name came more
 * than once.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function queryPayload(head: Head, pointer: string): unknown {
  const entries = queryEntries(head)
  if (entries === undefined) throw new PayloadMalformed('the delivery has no URL')
  assertDecodable(query(head) ?? '')
  return valueAt(asObject(entries), pointer)
}
