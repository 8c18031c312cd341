/** How long deliveries take, and how many events they bring. */
import type { DeliverySummary } from '../hooks.js'
import type { OtelContext, OtelCounter, OtelHistogram, OtelMetrics } from './api.js'
import {
  closingAttributes,
  eventLabel,
  type OtelScope,
  openingAttributes,
  type WatchedKind,
} from './attributes.js'

/** In seconds, as the conventions advise for messaging. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

export class DeliveryMetrics {
  readonly #scope: OtelScope
  readonly #duration: OtelHistogram
  readonly #consumed: OtelCounter

  constructor(scope: OtelScope, metrics: OtelMetrics) {
    this.#scope = scope
    const meter = metrics.getMeter(scope.name, scope.version)
    this.#duration = meter.createHistogram('messaging.process.duration', {
      description: 'How long deliveries and envelopes take.',
      unit: 's',
      advice: { explicitBucketBoundaries: BUCKETS },
    })
    this.#consumed = meter.createCounter('messaging.client.consumed.messages', {
      description: 'How many events deliveries and envelopes bring.',
      unit: '{message}',
    })
  }

  record(kind: WatchedKind, summary: DeliverySummary, context: OtelContext | undefined): void {
    const { events } = this.#scope
    const attributes = {
      ...openingAttributes(kind, summary.provider),
      ...closingAttributes(summary, { kind, events }),
    }
    this.#duration.record(summary.milliseconds / 1000, attributes, context)
    for (const [label, count] of countLabels(summary.names, events)) {
      this.#consumed.add(count, { ...attributes, 'webhook.event.name': label }, context)
    }
  }
}

function countLabels(
  names: readonly string[],
  events: OtelScope['events'],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) {
    const label = eventLabel(name, events)
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return counts
}
