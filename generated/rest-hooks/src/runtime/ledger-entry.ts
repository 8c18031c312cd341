/** What a store keeps besides names of handlers, in the same list. */
import type { Reply } from './outcome.js'

// A name that begins like an answer gets one more sign in front of it.
const MARK = '='

export function writeName(handler: string): string {
  return handler.startsWith(MARK) ? MARK + handler : handler
}

/** The name, where the entry is one. */
export function readName(entry: string): string | [] {
  if (!entry.startsWith(MARK)) return entry
  return entry.startsWith(MARK + MARK) ? entry.slice(MARK.length) : []
}

export function writeReply(reply: Reply): string {
  return MARK + JSON.stringify(reply)
}

/** The answer, where the entry is one. */
export function readReply(entry: string): Reply | undefined {
  if (!entry.startsWith(`${MARK}{`)) return undefined
  // Sound: nobody but `writeReply` writes entries that begin so.
  return JSON.parse(entry.slice(MARK.length)) as Reply
}
