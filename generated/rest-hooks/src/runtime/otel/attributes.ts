/** What spans and metrics say of a delivery: names that the SDK knows, and never what was sent. */
import { type ErrorCode, STATUS } from '../error-codes.js'
import type { DeliverySummary } from '../hooks.js'
import type { OtelAttributes } from './api.js'

/** Whose spans and metrics these are. */
export interface OtelScope {
  /** Of the SDK's package. */
  readonly name: string
  readonly version: string
  /** The wire names that may be told; any other is the sender's to choose. */
  readonly events: ReadonlySet<string>
}

export type WatchedKind = 'delivery' | 'envelope'

/** The conventions' word for what has no name of its own. */
export const OTHER = '_OTHER'

/** What is done with a delivery, and what is done with an envelope. */
export const OPERATIONS: Readonly<Record<WatchedKind, string>> = {
  delivery: 'process',
  envelope: 'consume',
}

/** What is known before anything is read. */
export function openingAttributes(kind: WatchedKind, provider: string): OtelAttributes {
  return {
    'messaging.system': 'webhook',
    'messaging.operation.name': OPERATIONS[kind],
    'messaging.operation.type': 'process',
    'messaging.destination.name': provider,
  }
}

/** How it ended. Every value comes from a list that the sender has no part in. */
export function closingAttributes(
  { code, outcome, status, names }: DeliverySummary,
  { kind, events }: { readonly kind: WatchedKind; readonly events: OtelScope['events'] },
): OtelAttributes {
  const attributes: OtelAttributes = { 'webhook.outcome': outcome }
  if (code !== undefined) attributes['error.type'] = code
  // Nobody is answered where an envelope is consumed.
  if (kind === 'delivery') attributes['http.response.status_code'] = status
  const [label, ...others] = new Set(names.map((name) => eventLabel(name, events)))
  if (label !== undefined && others.length === 0) attributes['webhook.event.name'] = label
  return attributes
}

/** The name of an event that the SDK knows: another one is text that somebody else chose. */
export function eventLabel(name: string, events: OtelScope['events']): string {
  return events.has(name) ? name : OTHER
}

/** Whether it is the receiver that failed: what was refused is no error of the one who refused it. */
export function isOwnFault(code: ErrorCode | undefined): boolean {
  return code !== undefined && (STATUS[code] >= 500 || code === 'ERR_PERMANENT')
}
