/** The format `hostname`: RFC 1123 section 2.1. */

const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i
const MAX_LENGTH = 253

/** Labels of up to 63 characters; a dot at the end is allowed. */
export function isHostname(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text
  return name.length <= MAX_LENGTH && name.split('.').every((label) => LABEL.test(label))
}
