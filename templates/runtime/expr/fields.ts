/** Fields of a form or of a query, as a value that schemas can describe. */
import { PayloadMalformed } from '../errors.js'

/**
 * Refuses escapes that are none, or no UTF-8: URLSearchParams would read something into them.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function assertDecodable(text: string): void {
  try {
    decodeURIComponent(text)
  } catch {
    throw new PayloadMalformed('a field is not percent-encoded UTF-8')
  }
}

/**
 * Each name with its value, or with all of them where it came more than once.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function asObject(
  entries: readonly (readonly [string, string])[],
): Readonly<Record<string, unknown>> {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of entries) {
    const known = fields.get(name)
    if (known === undefined) fields.set(name, value)
    else if (typeof known === 'string') fields.set(name, [known, value])
    else known.push(value)
  }
  // Harmless here, and poison for the first handler that copies the payload by assignment.
  if (fields.has('__proto__')) throw new PayloadMalformed('a field is named __proto__')
  return Object.fromEntries(fields)
}
