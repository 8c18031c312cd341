/** An answer to a sender as text, for stores that keep text. */
import type { Reply } from '../outcome.js'

export function writeReply(reply: Reply | undefined): string | undefined {
  return reply === undefined ? undefined : JSON.stringify(reply)
}

/** Nothing, `null` and no text are no answer. */
export function readReply(text: string | null | undefined): Reply | undefined {
  if (text === undefined || text === null || text === '') return undefined
  // Sound: nobody but `writeReply` wrote the text.
  return JSON.parse(text) as Reply
}
