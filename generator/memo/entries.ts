/** Entries of a memo as lines of text, which tells by itself whether it is whole and who may use it. */
import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from 'node:crypto'
import type { Entries, Entry } from './memo.js'

const CHUNK_LENGTH = 2 ** 16
const [LINE_FEED, SPACE] = [0x0a, 0x20]
/** SHA-256 in hex, and the end of its line. */
const HASH_LENGTH = 65

/**
 * The same entries give the same text, in whatever order they were made. With a key, the text tells as well
 * that whoever printed it has the key; without one, it is for a place that nobody else writes to.
 */
export function printEntries(entries: Entries, fingerprint: string, key?: Uint8Array): Uint8Array {
  return Buffer.concat([...entryChunks(entries, fingerprint, key)])
}

/**
 * The text in parts: that of thousands of events takes a hundred megabytes, which need not be held
 * at once.
 */
export function* entryChunks(
  entries: Entries,
  fingerprint: string,
  key?: Uint8Array,
): Generator<Uint8Array, void> {
  const hash = hashOf(key)
  for (const chunk of lineChunks(entries, fingerprint)) {
    hash.update(chunk)
    yield chunk
  }
  yield Buffer.from(`${hash.digest('hex')}\n`)
}

/** A head, and a line for each entry: its key and its JSON. */
function* lineChunks(entries: Entries, fingerprint: string): Generator<Uint8Array, void> {
  let lines: Uint8Array[] = [headOf(fingerprint)]
  let length = 0
  for (const key of [...entries.keys()].sort()) {
    const entry = entries.get(key)
    const line = entry?.line ?? Buffer.from(`${key} ${JSON.stringify(entry?.value)}\n`)
    lines.push(line)
    length += line.length
    if (length < CHUNK_LENGTH) continue
    yield Buffer.concat(lines)
    lines = []
    length = 0
  }
  yield Buffer.concat(lines)
}

/** The entries in a text; none where it is damaged, or another version or key printed it. */
export function parseEntries(text: Uint8Array, fingerprint: string, key?: Uint8Array): Entries {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  const head = headOf(fingerprint)
  const end = bytes.length - HASH_LENGTH
  const entries = new Map<string, Entry>()
  if (end < head.length || !bytes.subarray(0, head.length).equals(head)) return entries
  const hash = hashOf(key).update(bytes.subarray(0, end)).digest('hex')
  if (!timingSafeEqual(bytes.subarray(end), Buffer.from(`${hash}\n`))) return entries
  for (let start = head.length; start < end; ) {
    const space = bytes.indexOf(SPACE, start)
    const next = bytes.indexOf(LINE_FEED, space) + 1
    const key = bytes.toString('latin1', start, space)
    entries.set(key, new Line(bytes.subarray(start, next), space + 1 - start))
    start = next
  }
  return entries
}

/** An entry as it was printed: most go from file to file unread, or are read once. */
class Line implements Entry {
  readonly line: Buffer
  readonly #json: number
  #value: unknown

  constructor(line: Buffer, json: number) {
    this.line = line
    this.#json = json
  }

  get value(): unknown {
    this.#value ??= JSON.parse(this.line.toString('utf8', this.#json))
    return this.#value
  }
}

function hashOf(key: Uint8Array | undefined): Hash | Hmac {
  return key === undefined ? createHash('sha256') : createHmac('sha256', key)
}

function headOf(fingerprint: string): Buffer {
  return Buffer.from(`hookwright ${fingerprint}\n`)
}
