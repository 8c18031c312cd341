/** Reads a header for an expression. */
import type { Head } from '../delivery.js'
import { asText } from './value.js'

/**
 * The value of a header; absent where it was sent more than once.
 *
 * HTTP hands header values over as Latin-1 (RFC 9110 section 5.5), while senders write UTF-8. A
 * value that reads as UTF-8 is read so: signing and naming then see what the sender wrote.
 */
export function header(head: Head, name: string): string | undefined {
  const value = head.headers.get(name)
  if (value === undefined || !/[\u0080-\u00ff]/.test(value)) return value
  if (/[^\u0000-\u00ff]/.test(value)) return value
  return asText(Uint8Array.from(value, (character) => character.charCodeAt(0))) ?? value
}
