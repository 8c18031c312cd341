/** Entries of a memo as text, which tells by itself whether it is whole and who may use it. */
import { createHash } from 'node:crypto'
import type { Entries } from './memo.js'

const HEAD = /^hookwright ([0-9a-f]{64}) ([0-9a-f]{64})\n/

/** The same entries give the same text, in whatever order they were made. */
export function printEntries(entries: Entries, fingerprint: string): string {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  const body = JSON.stringify(Object.fromEntries(sorted))
  return `hookwright ${fingerprint} ${sha256(body)}\n${body}`
}

/** The entries in a text; none where it is damaged, or another version printed it. */
export function parseEntries(text: string, fingerprint: string): Entries {
  const [head = '', version, hash] = HEAD.exec(text) ?? []
  const body = text.slice(head.length)
  if (version !== fingerprint || hash !== sha256(body)) return new Map()
  // Sound: the hash is that of a text which this version printed from entries.
  return new Map(Object.entries(JSON.parse(body) as Record<string, unknown>))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
