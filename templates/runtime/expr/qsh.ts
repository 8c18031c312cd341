/** What Atlassian Connect hashes into the claim `qsh`: method, path and sorted query. */
import type { Head } from '../delivery.js'
import { withoutTail } from '../ends.js'
import { queryPairs } from './query-pairs.js'
import { asText, type Value } from './value.js'

/** The parameter that carries the token itself. */
const TOKEN = 'jwt'

/** `POST&/path&a=1&b=2,3` of a URL whose path begins with the base path of the app. */
export function qsh(head: Head, url: Value | undefined, base = ''): string | undefined {
  const text = asText(url)?.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  if (text?.startsWith(base) !== true) return undefined
  const [before = '', ...after] = (text.slice(base.length).split('#', 1)[0] ?? '').split('?')
  const path = withoutTail(before, '/').replaceAll('&', '%26') || '/'
  const query = canonicalQuery(after.join('?'))
  return query === undefined ? undefined : `${head.method}&${path}&${query}`
}

/** Sorted by encoded name; values of one name are sorted and joined by commas. */
function canonicalQuery(query: string): string | undefined {
  const values = new Map<string, string[]>()
  const pairs = queryPairs(query)
  if (pairs === undefined) return undefined
  for (const [name, value] of pairs) {
    if (name === TOKEN) continue
    const key = encode(name)
    const known = values.get(key)
    if (known === undefined) values.set(key, [encode(value)])
    else known.push(encode(value))
  }
  const names = [...values.keys()].sort()
  return names.map((name) => `${name}=${(values.get(name) ?? []).sort().join(',')}`).join('&')
}

/** RFC 3986 section 2.3: everything but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
