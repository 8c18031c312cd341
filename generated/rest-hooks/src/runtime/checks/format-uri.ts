/** The formats `uri` and `uri-reference`: RFC 3986. */
import { isIpv6Address } from './ip-address.js'

/** What most payloads hold; everything else takes the long way. */
const COMMON = /^https?:\/\/[a-z\d.-]+(?:\/[\w.~!$&'()*+,;=:@/-]*)?(?:\?[\w.~&=-]*)?$/i
const SCHEME = /^[a-z][a-z\d+.-]*:/i
const USER = /^(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*$/i
const REGISTERED_NAME = /^(?:[\w.~!$&'"()*+,;=-]|%[\da-f]{2})*$/i
const PATH = /^(?:[\w.~!$&'"()*+,;=:@/-]|%[\da-f]{2})*$/i
const QUERY = /^(?:[\w.~!$&'"()*+,;=:@/?-]|%[\da-f]{2})*$/i
const PORT = /^(?::\d*)?$/
const FUTURE_ADDRESS = /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i
/** The grammar of RFC 3986 forbids leading zeros; what is in use allows them. */
const OCTET = /^(?:[01]?\d\d?|2[0-4]\d|25[0-5])$/

/** A URI with its scheme. */
export function isUri(text: string): boolean {
  if (COMMON.test(text)) return true
  // References in use hold quotes; a whole URI has them escaped.
  if (text.includes('"')) return false
  const { hierarchy, rest } = split(text)
  const scheme = SCHEME.exec(hierarchy)
  if (scheme === null || !rest) return false
  const path = hierarchy.slice(scheme[0].length)
  return path !== '' && isHierarchy(path)
}

/** A URI, or a reference relative to one. */
export function isUriReference(text: string): boolean {
  const { hierarchy, rest } = split(text)
  if (!rest) return false
  // A relative path may itself begin with what looks like a scheme.
  return isHierarchy(hierarchy) || isHierarchy(hierarchy.replace(SCHEME, ''))
}

/** Cuts query and fragment off; `rest` says whether both are well formed. */
function split(text: string): { hierarchy: string; rest: boolean } {
  const hash = text.indexOf('#')
  const beforeFragment = hash === -1 ? text : text.slice(0, hash)
  const mark = beforeFragment.indexOf('?')
  const hierarchy = mark === -1 ? beforeFragment : beforeFragment.slice(0, mark)
  const query = mark === -1 ? '' : beforeFragment.slice(mark + 1)
  const fragment = hash === -1 ? '' : text.slice(hash + 1)
  return { hierarchy, rest: QUERY.test(query) && QUERY.test(fragment) }
}

/** A path, or `//authority` and a path. One slash before the authority passes too. */
function isHierarchy(text: string): boolean {
  if (!text.startsWith('//') && PATH.test(text)) return true
  if (!text.startsWith('/')) return false
  return isAuthorityAndPath(text.slice(1)) || (text[1] === '/' && isAuthorityAndPath(text.slice(2)))
}

function isAuthorityAndPath(text: string): boolean {
  const slash = text.indexOf('/')
  const authority = slash === -1 ? text : text.slice(0, slash)
  return isAuthority(authority) && (slash === -1 || PATH.test(text.slice(slash)))
}

function isAuthority(text: string): boolean {
  const at = text.indexOf('@')
  const host = text.slice(at + 1)
  if (at !== -1 && !USER.test(text.slice(0, at))) return false
  const end = host.startsWith('[') ? host.indexOf(']') + 1 : host.search(/:|$/)
  const name = host.slice(0, end)
  return (
    PORT.test(host.slice(end)) &&
    (name.startsWith('[') ? isLiteral(name) : REGISTERED_NAME.test(name))
  )
}

function isLiteral(bracketed: string): boolean {
  const address = bracketed.slice(1, -1)
  return isIpv6Address(address, OCTET) || FUTURE_ADDRESS.test(address)
}
