/** The URL filters of the expression language: they cut and add text, and normalise nothing. */
import { queryPairs } from './query-pairs.js'
import { asText, type Value } from './value.js'

const PARTS = /^(https?):\/\/([^/?#]*)(.*)$/is
const PORT = /:\d*$/
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** The URL without its port. */
export function noPort(value: Value | undefined): string | undefined {
  const [, scheme, authority = '', rest] = PARTS.exec(asText(value) ?? '') ?? []
  return scheme === undefined ? undefined : `${scheme}://${authority.replace(PORT, '')}${rest}`
}

/** The URL with a port: where it has none, the one of its scheme. */
export function addPort(value: Value | undefined): string | undefined {
  const [url, scheme = '', authority = '', rest] = PARTS.exec(asText(value) ?? '') ?? []
  if (url === undefined || PORT.test(authority)) return url
  return `${scheme}://${authority}:${DEFAULT_PORTS[scheme.toLowerCase()]}${rest}`
}

/** Everything before the query. */
export function noQuery(value: Value | undefined): string | undefined {
  return asText(value)?.split('?', 1)[0]
}

/**
 * The query encoded anew as Node's `querystring` does, which some senders sign however they sent it:
 * a blank is `%20`, and the marks `-_.!~*'()` stand for themselves.
 */
export function legacyQs(value: Value | undefined): string | undefined {
  const text = asText(value)
  const start = text?.indexOf('?') ?? -1
  if (text === undefined || start < 0) return text
  const pairs = queryPairs(text.slice(start + 1))
  if (pairs === undefined) return undefined
  const written = pairs.map((pair) => pair.map(encodeURIComponent).join('='))
  return text.slice(0, start + 1) + written.join('&')
}
