/** What a delivery's head must look like before anybody reads its body. */
import type { Head } from './delivery.js'
import { ContentTypeUnsupported, MethodNotAllowed } from './errors.js'
import type { Handshakes } from './handshakes.js'
import type { Provider } from './provider.js'

/** Where the body is taken for a text, or not looked at, it may be of any type. */
const ANY = '*/*'

/**
 * Refuses what neither an event nor a handshake with a body can be.
 *
 * @throws {MethodNotAllowed} `ERR_METHOD`
 * @throws {ContentTypeUnsupported} `ERR_CONTENT_TYPE`
 */
export function admit(head: Head, provider: Provider, handshakes: Handshakes): void {
  const { method } = head
  if (provider.methods.includes(method)) checkContentType(head, provider)
  else if (!handshakes.isExpected('body', method) && !handshakes.isExpected('signed', method)) {
    throw notAllowed(provider)
  }
}

/** The error for a method that brings no events. */
export function notAllowed(provider: Provider): MethodNotAllowed {
  return new MethodNotAllowed(`${provider.name} sends with ${provider.methods.join(', ')} only`)
}

/** What a 405 offers. */
export function allowedMethods(provider: Provider, handshakes: Handshakes): readonly string[] {
  return [...new Set([...provider.methods, ...handshakes.methods])]
}

function checkContentType({ headers }: Head, { name, contentTypes }: Provider): void {
  const values = headers.values('content-type')
  const [value = ''] = values
  const type = (value.split(';', 1)[0] ?? '').trim().toLowerCase()
  const isTaken = contentTypes.some((taken) =>
    taken.startsWith('+') ? type.endsWith(taken) : taken === type || taken === ANY,
  )
  if (isTaken && values.length < 2) return
  const known = contentTypes.map((taken) => taken || 'no content type').join(', ')
  const came = values.length > 1 ? ', and Content-Type came more than once' : ''
  const none = values.length === 0 ? ', and Content-Type is absent' : ''
  throw new ContentTypeUnsupported(
    `${name} sends ${known}${came}${none}; check the webhook's settings`,
  )
}
