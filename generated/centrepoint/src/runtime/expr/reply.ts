/** Builds the answer to a handshake. */
import type { HandshakeReply } from '../provider.js'

type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json }

export interface ReplyParts {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: '' | { readonly text: string | undefined } | { readonly json: Json }
}

/** Header values are visible ASCII and inner blanks: what came from a request cannot add a header. */
const HEADER_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/**
 * The answer, or undefined where a value in it is absent or is no header value.
 *
 * What is reflected is sent as plain text or JSON and marked `nosniff`, so that no browser takes it
 * for a page.
 */
export function reply(parts: ReplyParts): HandshakeReply | undefined {
  const headers = new Map([['x-content-type-options', 'nosniff']])
  for (const [name, value] of Object.entries(parts.headers)) {
    if (value === undefined || !HEADER_VALUE.test(value)) return undefined
    headers.set(name, value)
  }
  const { status } = parts
  if (parts.body === '') return { status, headers: Object.fromEntries(headers), body: '' }
  const isText = 'text' in parts.body
  const body = 'text' in parts.body ? parts.body.text : stringify(parts.body.json)
  if (body === undefined) return undefined
  if (!headers.has('content-type')) {
    headers.set('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json')
  }
  return { status, headers: Object.fromEntries(headers), body }
}

function stringify(value: Json): string | undefined {
  return isWhole(value) ? JSON.stringify(value) : undefined
}

function isWhole(value: Json): boolean {
  if (value === undefined) return false
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isWhole)
}
