/** Hooks that tell OpenTelemetry of deliveries, by its conventions for messaging. */
import type { DeliverySummary, Hooks } from '../hooks.js'
import type { OtelApi, OtelContext } from './api.js'
import type { OtelScope, WatchedKind } from './attributes.js'
import { DeliveryMetrics } from './metrics.js'
import { DeliverySpan, type SpanApi } from './spans.js'

type RecordDelivery = (kind: WatchedKind, summary: DeliverySummary, context?: OtelContext) => void

/**
 * Hooks for the receivers of one SDK.
 *
 * @throws {TypeError} where the parts of the API that are passed do not suffice
 */
export function createOtelHooks(scope: OtelScope, api: OtelApi): Hooks {
  const spans = spanApiOf(scope, api)
  const record = recorderOf(scope, api)
  if (spans === undefined && record === undefined) {
    throw new TypeError(
      'otelHooks() has nobody to tell: pass trace and context, or metrics, of @opentelemetry/api',
    )
  }
  return {
    onDelivery(start) {
      const { kind } = start
      if (spans === undefined) return { onEnd: (summary) => record?.(kind, summary) }
      const span = new DeliverySpan(scope, spans, start)
      return {
        onStage: (timing) => span.addStage(timing),
        onEnd: (summary) => {
          record?.(kind, summary, span.context)
          span.end(summary)
        },
        around: (work) => span.around(work),
      }
    },
  }
}

function spanApiOf({ name, version }: OtelScope, api: OtelApi): SpanApi | undefined {
  const { trace, context } = api
  if (trace === undefined) return undefined
  if (context === undefined) {
    throw new TypeError('otelHooks() needs context beside trace: both are in @opentelemetry/api')
  }
  return { trace, context, tracer: trace.getTracer(name, version) }
}

function recorderOf(scope: OtelScope, { metrics }: OtelApi): RecordDelivery | undefined {
  if (metrics === undefined) return undefined
  // Made at the first delivery: what is asked for before the metrics SDK is set up records nothing.
  let made: DeliveryMetrics | undefined
  return (kind, summary, context) => {
    made ??= new DeliveryMetrics(scope, metrics)
    made.record(kind, summary, context)
  }
}
