/** What of a delivery travels in an envelope, and how it is a delivery again. */

import type { Scoped } from './authenticator.js'
import { createDelivery, type Delivery, provenDelivery } from './delivery.js'
import type { EnvelopeContent } from './envelope.js'
import { hashOf } from './event-key.js'
import { viewHeaders } from './headers.js'
import type { KnownEvent } from './known-event.js'
import type { ProviderBase } from './provider.js'
import { keptHeaders, withoutFields, withoutParameters } from './without-proof.js'

/** A delivery whose proof held. */
export interface Proven {
  readonly delivery: Delivery
  readonly verified: Scoped
  /** When it arrived, in milliseconds since the epoch. */
  readonly now: number
  /** Its events, in their order. */
  readonly known: () => readonly KnownEvent[]
  /** Whether whoever validated it first has told of its drift. */
  readonly driftTold?: boolean | undefined
}

/** What a dead letter adds. */
export interface Replayed {
  /** The handlers that need not run again. */
  readonly succeeded: readonly string[]
  /** Which letter it is. */
  readonly replay: string
}

/** Which dead letter, and which event of its delivery. */
export interface Replay {
  readonly id: string
  readonly index: number
}

export function printReplay({ id, index }: Replay): string {
  return `${id}.${index}`
}

/** The place of the event that is replayed; absent where all of the delivery is handled. */
export function replayedIndex(replay: string | undefined): number | undefined {
  return replay === undefined ? undefined : Number(replay.slice(replay.indexOf('.') + 1))
}

/**
 * Everything but what a proof reads: whoever reads the queue could send it again, with another body
 * or as another event.
 */
export async function packDelivery(
  provider: ProviderBase,
  { delivery, verified, now, driftTold, known }: Proven,
  event: { readonly name: string | undefined; readonly id: string | undefined } | undefined,
  replayed?: Replayed,
): Promise<EnvelopeContent> {
  const { method, url, headers, text, claims, tenant } = delivery
  const { credentials } = provider
  const body = withoutFields(credentials, delivery)
  return {
    id: event?.id,
    name: event?.name,
    secretId: verified.secretId,
    coverage: verified.coverage,
    receivedAt: now,
    method,
    url: withoutParameters(credentials, url),
    headers: keptHeaders(credentials, headers),
    body,
    event: text === delivery.body ? undefined : text,
    claims,
    succeeded: replayed?.succeeded ?? [],
    replay: replayed?.replay,
    driftTold,
    tenant,
    scope: verified.scope,
    bodyHash: body === delivery.body ? delivery.bodyHash : await hashOf(delivery),
    events: credentials === undefined ? undefined : known(),
  }
}

/** The delivery as it was when its proof held. */
export function unpackDelivery(content: EnvelopeContent): Omit<Proven, 'known'> {
  const { method, url, body, event, claims, bodyHash, tenant } = content
  const { secretId, coverage, scope, receivedAt, driftTold } = content
  const head = { method, url, headers: viewHeaders(content.headers), platform: [], tenant }
  const delivery = provenDelivery(createDelivery(head, body), { event, claims, bodyHash })
  return { delivery, verified: { secretId, coverage, scope }, now: receivedAt, driftTold }
}
