/** Turns a reply into a Fetch-API response. */
import type { Reply } from './outcome.js'

// Fetch, section 2.2.3: a response of these may have no body, not even an empty one.
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** Makes the response of the reply. */
export function toResponse({ status, headers, body }: Reply): Response {
  return new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers: { ...headers } })
}
