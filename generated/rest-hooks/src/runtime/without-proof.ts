/** Copies of a delivery without what its proof reads, for whatever is stored. */
import { concat, utf8 } from './bytes.js'
import { equalBytes } from './crypto.js'
import type { Delivery } from './delivery.js'
import type { HeaderView } from './headers.js'
import type { Credentials } from './provider.js'

/** Whoever reads a copy could use these again, whatever the provider's proof is. */
const ALWAYS_LEFT_OUT = ['authorization', 'proxy-authorization', 'cookie']

/**
 * Bodies that are no `application/x-www-form-urlencoded`, although a field of one may be read. By the
 * type alone: its parameters are whatever the sender writes.
 */
const OTHER_FORMATS = /^[^;]*[/+]json/i
const MULTIPART = /^multipart\//i
const AMPERSAND = 0x26
const SEPARATOR = new Uint8Array([AMPERSAND])
// A byte order mark is a part of a name, as it is to whoever reads the fields.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export function keptHeaders(
  credentials: Credentials | undefined,
  headers: HeaderView,
): readonly (readonly [name: string, value: string])[] {
  const leftOut = new Set([...ALWAYS_LEFT_OUT, ...(credentials?.headers ?? [])])
  const only = credentials?.onlyHeaders
  return [...headers].filter(
    ([name]) => !leftOut.has(name) && (only === undefined || only.includes(name)),
  )
}

/** The URL without the parameters, or `undefined` where all of it is a credential. */
export function withoutParameters(
  credentials: Credentials | undefined,
  url: string | undefined,
): string | undefined {
  if (credentials === undefined || url === undefined) return url
  const { blank = false, query = [] } = credentials
  if (credentials.url) return undefined
  if (query !== 'all' && query.length === 0) return url
  const [address = '', fragment] = cut(url, '#')
  const [before = '', parameters] = cut(address, '?')
  if (parameters === undefined) return url
  const kept = query === 'all' ? '' : withoutPairs(parameters, query, blank)
  return `${before}${kept === '' ? '' : `?${kept}`}${fragment === undefined ? '' : `#${fragment}`}`
}

/** The body without the fields of a form, otherwise the very bytes; the very object without any. */
export function withoutFields(
  credentials: Credentials | undefined,
  delivery: Delivery,
): Uint8Array {
  const { body, bodyHash, claims, headers } = delivery
  const { blank = false, emptyParts, form = [] } = credentials ?? {}
  if (form.length === 0 || bodyHash !== undefined) return body
  // By their bytes: behind a queue, what a token held is a copy of its claims.
  if (claims !== undefined && equalBytes(body, claims)) return body
  const type = headers.get('content-type') ?? ''
  if (MULTIPART.test(type)) return emptyParts?.(delivery, form) ?? body
  if (OTHER_FORMATS.test(type)) return body
  const pairs = split(body, AMPERSAND)
  const texts = pairs.map((pair) => decoder.decode(pair))
  if (texts.every((text) => isKept(text, form))) return body
  const kept = pairs.flatMap((pair, index) => {
    const text = texts[index] ?? ''
    // The bytes themselves: what is kept need not be UTF-8.
    return isKept(text, form) ? [pair] : without(text, form, blank).map(utf8)
  })
  return concat(kept.flatMap((pair, index) => (index === 0 ? [pair] : [SEPARATOR, pair])))
}

function withoutPairs(text: string, names: readonly string[], blank: boolean): string {
  return text
    .split('&')
    .flatMap((pair) => without(pair, names, blank))
    .join('&')
}

/** The pair where it is kept, otherwise its name alone, or nothing. */
function without(pair: string, names: readonly string[], blank: boolean): readonly string[] {
  if (isKept(pair, names)) return [pair]
  return blank ? [`${pair.split('=', 1)}=`] : []
}

function isKept(pair: string, names: readonly string[]): boolean {
  const end = pair.indexOf('=')
  const [name] = new URLSearchParams(`&${end < 0 ? pair : pair.slice(0, end)}`).keys()
  return name === undefined || !names.includes(name)
}

function split(bytes: Uint8Array, separator: number): readonly Uint8Array[] {
  const parts: Uint8Array[] = []
  let start = 0
  for (let at = bytes.indexOf(separator); at >= 0; at = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, at))
    start = at + 1
  }
  return [...parts, bytes.subarray(start)]
}

function cut(text: string, sign: string): readonly (string | undefined)[] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
