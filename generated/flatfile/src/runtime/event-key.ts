/** Under what a store remembers an event. */
import { encodeBase64Url, utf8 } from './bytes.js'
import { coveredBytes } from './covered-bytes.js'
import { digest } from './crypto.js'
import type { Delivery } from './delivery.js'
import type { EventFacts, ReadEvent } from './event-reader.js'
import type { Coverage } from './proof.js'
import type { ProviderBase } from './provider.js'

/** An event, and what its key hangs on. */
export interface KeyedEvent {
  readonly event: ReadEvent
  readonly coverage: Coverage
  /** What keeps apart the events of different tenants. */
  readonly scope: string | undefined
  /** Its place in the batch. */
  readonly index: number
  /** Which dead letter it is replayed from. */
  readonly replay: string | undefined
}

/**
 * The same for every copy of an event, and for nothing else: provider, scope, account and name, with
 * the id where the proof covers it. An id that anybody may have changed never decides alone, so the
 * verified bytes join it. Absent where there are neither an id nor bytes to tell events apart by.
 */
export async function eventKey(
  provider: ProviderBase,
  { event, coverage, scope, index, replay }: KeyedEvent,
): Promise<string | undefined> {
  const { delivery, id, name } = event
  const isIdProven = id !== undefined && coverage.id
  const covered = coveredBytes(provider, delivery, coverage)
  if (id === undefined && covered.length === 0) return undefined
  const bytes = isIdProven ? null : [await hashOf(delivery, covered), index]
  const { account } = event.facts()
  return keyOf(provider, scope, [
    'event',
    account ?? null,
    name ?? null,
    id ?? null,
    bytes,
    replay ?? null,
  ])
}

/** Under what the position of the newest event about one thing is remembered. */
export async function sequenceKey(
  provider: ProviderBase,
  { account, about }: EventFacts,
  scope: string | undefined,
): Promise<string> {
  return keyOf(provider, scope, ['sequence', account ?? null, about ?? null])
}

/** The hash of the bytes in base64url: of the body as it was, where parts of that were left out. */
export async function hashOf(
  { body, bodyHash }: Delivery,
  bytes: Uint8Array = body,
): Promise<string> {
  if (bodyHash !== undefined && bytes === body) return bodyHash
  return encodeBase64Url(await digest('SHA-256', [bytes]))
}

// As JSON, so that no two parts run into each other; as a hash, so that no id is too long.
async function keyOf(
  { name }: ProviderBase,
  scope: string | undefined,
  parts: readonly unknown[],
): Promise<string> {
  const scoped = scope === undefined ? parts : [...parts, scope]
  const hash = await digest('SHA-256', [utf8(JSON.stringify([name, ...scoped]))])
  return encodeBase64Url(hash)
}
