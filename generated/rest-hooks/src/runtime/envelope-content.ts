/** What of a delivery travels in an envelope, and how it is a delivery again. */

import type { Verified } from './authenticator.js'
import { createDelivery, type Delivery, provenDelivery } from './delivery.js'
import type { EnvelopeContent } from './envelope.js'
import { viewHeaders } from './headers.js'
import type { ProviderBase } from './provider.js'

/** Whoever reads the queue could use these again, whatever the provider's proof is. */
const ALWAYS_LEFT_OUT = ['authorization', 'proxy-authorization', 'cookie']

/** A delivery whose proof held. */
export interface Proven {
  readonly delivery: Delivery
  readonly verified: Verified
  /** When it arrived, in milliseconds since the epoch. */
  readonly now: number
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

/** Everything but the credentials. */
export function packDelivery(
  provider: ProviderBase,
  { delivery, verified, now, driftTold }: Proven,
  event: { readonly name: string | undefined; readonly id: string | undefined } | undefined,
  replayed?: Replayed,
): EnvelopeContent {
  const { method, url, headers, body, text, claims } = delivery
  const leftOut = new Set([...ALWAYS_LEFT_OUT, ...(provider.credentials?.headers ?? [])])
  return {
    id: event?.id,
    name: event?.name,
    secretId: verified.secretId,
    coverage: verified.coverage,
    receivedAt: now,
    method,
    url: provider.credentials?.url === true ? undefined : url,
    headers: [...headers].filter(([name]) => !leftOut.has(name)),
    body,
    event: text === body ? undefined : text,
    claims,
    succeeded: replayed?.succeeded ?? [],
    replay: replayed?.replay,
    driftTold,
  }
}

/** The delivery as it was when its proof held. */
export function unpackDelivery(content: EnvelopeContent): Proven {
  const { method, url, body, event, claims, secretId, coverage, receivedAt, driftTold } = content
  const head = { method, url, headers: viewHeaders(content.headers), platform: [] }
  const delivery = provenDelivery(createDelivery(head, body), { event, claims })
  return { delivery, verified: { secretId, coverage }, now: receivedAt, driftTold }
}
