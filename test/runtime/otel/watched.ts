/** Deliveries as the receiver tells hooks of them. */
import { context, metrics, trace } from '@opentelemetry/api'
import type { DeliverySummary, Stage, StageTiming } from '../../../templates/runtime/hooks.js'
import type { OtelApi } from '../../../templates/runtime/otel/api.js'
import { createOtelHooks } from '../../../templates/runtime/otel/otel-hooks.js'

export const STARTED = 1_800_000_000_000
export const scope = {
  name: '@acme/webhooks',
  version: '1.2.3',
  events: new Set(['paid', 'sent']),
}

export const handled: DeliverySummary = {
  provider: 'acme',
  outcome: 'handled',
  status: 200,
  code: undefined,
  names: ['paid'],
  id: 'evt_1',
  secretId: 'SECRET[0]',
  bytes: 42,
  milliseconds: 30,
}

export function watch(
  kind: 'delivery' | 'envelope' = 'delivery',
  api: OtelApi = { trace, context, metrics },
) {
  const hooks = createOtelHooks(scope, api)
  return hooks.onDelivery?.({ provider: 'acme', kind, startedAt: STARTED })
}

export function timing(stage: Stage, more: Partial<StageTiming> = {}): StageTiming {
  const startedAt = STARTED + 5
  return { stage, startedAt, milliseconds: 10, name: undefined, failed: false, ...more }
}
