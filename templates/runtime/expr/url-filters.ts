/** The URL filters of the expression language: they cut and add text, and leave paths as they are. */
import { queryPairs } from './query-pairs.js'
import { asText, type Value } from './value.js'

const PARTS = /^(https?):\/\/([^/?#]*)(.*)$/is
const PORT = /:\d*$/
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** The URL without its port, and with the quotes of its query as a `URL` has them. */
export function noPort(value: Value | undefined): string | undefined {
  const [, scheme, authority = '', rest = ''] = PARTS.exec(asText(value) ?? '') ?? []
  if (scheme === undefined) return undefined
  return `${scheme}://${authority.replace(PORT, '')}${withQuotes(rest)}`
}

/** As `noPort`, with a port: where the URL has none, the one of its scheme. */
export function addPort(value: Value | undefined): string | undefined {
  const [, scheme, authority = '', rest = ''] = PARTS.exec(asText(value) ?? '') ?? []
  if (scheme === undefined) return undefined
  const port = PORT.test(authority) ? '' : `:${DEFAULT_PORTS[scheme.toLowerCase()]}`
  return `${scheme}://${authority}${port}${withQuotes(rest)}`
}

/** A `URL` escapes the quotes of its query, and a request need not: what a `URL` says is signed. */
function withQuotes(rest: string): string {
  const start = rest.indexOf('?')
  return start < 0 ? rest : rest.slice(0, start) + rest.slice(start).replaceAll("'", '%27')
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
