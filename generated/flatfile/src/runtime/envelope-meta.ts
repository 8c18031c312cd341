/** What an envelope holds, as JSON and back. */
import { decodeBase64Url, encodeBase64Url } from './bytes.js'
import { type KnownEvent, readKnown } from './known-event.js'
import type { Coverage } from './proof.js'

/** A verified delivery, with all that is needed to handle it elsewhere. */
export interface EnvelopeContent {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly secretId: string | undefined
  /** In milliseconds since the epoch. */
  readonly receivedAt: number
  readonly coverage: Coverage
  readonly method: string
  readonly url: string | undefined
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** The JSON text of the event, where the proof held it and not the body. */
  readonly event: Uint8Array | undefined
  /** The JSON text of the claims, where a token proved the delivery. */
  readonly claims: Uint8Array | undefined
  /** Names of the handlers that succeeded before. */
  readonly succeeded: readonly string[]
  /** Which dead letter it replays; absent where it is none. */
  readonly replay: string | undefined
  /** Whether the drift of its events was told when it was enqueued. */
  readonly driftTold: boolean | undefined
  /** Whose delivery it is, where the receiver has tenants. */
  readonly tenant?: string | undefined
  /** What keeps its events apart from those of others. */
  readonly scope?: string | undefined
  /** The SHA-256 of the verified bytes in base64url, where the body lacks some of them. */
  readonly bodyHash?: string | undefined
  /** What its events were, read from parts that may have been left out; in their order. */
  readonly events?: readonly KnownEvent[] | undefined
}

type Members = Readonly<Record<string, unknown>>

const FACTS = ['body', 'timestamp', 'type', 'id'] as const

/** Everything but the body, as JSON text. */
export function writeMeta({ body: _, event, claims, ...rest }: EnvelopeContent): string {
  return JSON.stringify({ ...rest, event: writeBytes(event), claims: writeBytes(claims) })
}

/** Joins the body with what `writeMeta` wrote; `undefined` for anything else. */
export function readMeta(text: string, body: Uint8Array): EnvelopeContent | undefined {
  const members = parseObject(text)
  if (members === undefined || !isSound(members)) return undefined
  const event = readBytes(members.event)
  const claims = readBytes(members.claims)
  const events = readKnown(members.events)
  if (event === null || claims === null || events === null) return undefined
  const { id, name, secretId, receivedAt, coverage, method, url, headers } = members
  const { succeeded, replay, driftTold, tenant, scope, bodyHash } = members
  return {
    ...{ id, name, secretId, receivedAt, coverage, method, url, headers },
    ...{ body, event, claims, succeeded, replay, driftTold, tenant, scope, bodyHash, events },
  }
}

function writeBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : encodeBase64Url(bytes)
}

/** `null` where it is not what `writeBytes` writes. */
function readBytes(value: unknown): Uint8Array | undefined | null {
  if (value === undefined) return undefined
  if (value === '') return new Uint8Array()
  return isText(value) ? (decodeBase64Url(value) ?? null) : null
}

function parseObject(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isSound(
  members: Members,
): members is Members & Omit<EnvelopeContent, 'event' | 'claims' | 'events'> {
  const { id, name, secretId, receivedAt, coverage, method, url, headers } = members
  const { succeeded, replay, driftTold, tenant, scope, bodyHash } = members
  return (
    [id, name, secretId, url, replay, tenant, scope, bodyHash].every(
      (one) => one === undefined || isText(one),
    ) &&
    [undefined, true, false].some((one) => one === driftTold) &&
    isText(method) &&
    Number.isFinite(receivedAt) &&
    isObject(coverage) &&
    FACTS.every((fact) => typeof coverage[fact] === 'boolean') &&
    isList(headers, (pair) => isList(pair, isText) && pair.length === 2) &&
    isList(succeeded, isText)
  )
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isList(value: unknown, holds: (one: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(holds)
}
