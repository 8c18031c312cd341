/** Entries of a memo as text, which tells by itself whether it is whole and who may use it. */
import { createHash } from 'node:crypto'
import type { Entries } from './memo.js'

const CHUNK_LENGTH = 2 ** 16
const HEAD = /^hookwright ([0-9a-f]{64}) ([0-9a-f]{64})\n/

/** The same entries give the same text, in whatever order they were made. */
export function printEntries(entries: Entries, fingerprint: string): string {
  return [...entryChunks(entries, fingerprint)].join('')
}

/**
 * The text in parts, the first of which tells it from any other: that of thousands of events takes a
 * hundred megabytes, which need not be held at once.
 */
export function* entryChunks(entries: Entries, fingerprint: string): Generator<string, void> {
  const hash = createHash('sha256')
  for (const chunk of bodyChunks(entries)) hash.update(chunk)
  yield `hookwright ${fingerprint} ${hash.digest('hex')}\n`
  yield* bodyChunks(entries)
}

/** One object of JSON. */
function* bodyChunks(entries: Entries): Generator<string, void> {
  let chunk = '{'
  let separator = ''
  for (const key of [...entries.keys()].sort()) {
    chunk += `${separator}${JSON.stringify(key)}:${JSON.stringify(entries.get(key))}`
    separator = ','
    if (chunk.length < CHUNK_LENGTH) continue
    yield chunk
    chunk = ''
  }
  yield `${chunk}}`
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
