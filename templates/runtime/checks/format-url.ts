/** The format `url`: an address on the public web, with `http`, `https` or `ftp`. */
import { isIpv4Address } from './ip-address.js'

const SCHEME = /^(?:https?|ftp):\/\//iu
const PORT = /^(?::\d{2,5})?$/
const LABEL = /^[a-z\d\u00a1-\uffff]+(?:-[a-z\d\u00a1-\uffff]+)*$/iu
const TOP_LEVEL = /^[a-z\u00a1-\uffff]{2,}$/iu

const OCTET = /^(?:1?\d{1,2}|2[0-4]\d|25[0-5])$/
const FIRST_OCTET = /^(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])\./
const LAST_OCTET = /\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4])$/
/** Private, loopback and link-local networks: RFC 1918 and RFC 3927. */
const PRIVATE = /^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./

export function isUrl(text: string): boolean {
  const scheme = SCHEME.exec(text)
  if (scheme === null) return false
  const rest = text.slice(scheme[0].length)
  const firstSpace = rest.search(/\s|$/)
  const lastSpace = rest.length - 1 - (rest.split(/\s/).at(-1)?.length ?? 0)
  let start = 0
  // Everything before an `@` may be a user's name and password, slashes included: the host may
  // stand in any stretch between slashes. Each is looked at once, so the time stays linear.
  for (const stretch of rest.split('/')) {
    const end = start + stretch.length
    const at = stretch.lastIndexOf('@')
    const user = start + at
    const isCandidate = at === -1 ? start === 0 : user > 0 && user <= firstSpace
    if (isCandidate && lastSpace < end && isHost(stretch.slice(at + 1))) return true
    start = end + 1
  }
  return false
}

/** A host with a port or without. */
function isHost(text: string): boolean {
  const colon = text.indexOf(':')
  const host = colon === -1 ? text : text.slice(0, colon)
  const port = colon === -1 ? '' : text.slice(colon)
  return PORT.test(port) && (isPublicAddress(host) || isDomain(host))
}

function isPublicAddress(host: string): boolean {
  return (
    isIpv4Address(host, OCTET) &&
    FIRST_OCTET.test(host) &&
    LAST_OCTET.test(host) &&
    !PRIVATE.test(host)
  )
}

function isDomain(host: string): boolean {
  const labels = host.split('.')
  const top = labels.pop() ?? ''
  return labels.length > 0 && TOP_LEVEL.test(top) && labels.every((label) => LABEL.test(label))
}
