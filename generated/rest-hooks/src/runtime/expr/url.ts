/** Reads parts of the URL for an expression, as they were sent: nothing is normalised. */
import type { Head } from '../delivery.js'
import { single } from './value.js'

/** Scheme and authority, path, query (RFC 3986 appendix B); a fragment is never sent. */
const PARTS = /^([a-z][a-z0-9+.-]*:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?/i

/** The host with its port, if one was given. */
export function host(head: Head): string | undefined {
  return head.url === undefined ? undefined : PARTS.exec(head.url)?.[2]
}

export function path(head: Head): string | undefined {
  if (head.url === undefined) return undefined
  return PARTS.exec(head.url)?.[3] || '/'
}

/** The raw query with its `?`; empty where there is none. */
export function query(head: Head): string | undefined {
  return head.url === undefined ? undefined : (PARTS.exec(head.url)?.[4] ?? '')
}

/** A query parameter, decoded; absent where it was sent more than once, or is not UTF-8. */
export function parameter(head: Head, name: string): string | undefined {
  const values = new URLSearchParams(query(head) ?? '').getAll(name)
  return single(values)
}

/** Whether a query parameter is there, however often. */
export function hasParameter(head: Head, name: string): boolean {
  return new URLSearchParams(query(head) ?? '').has(name)
}
