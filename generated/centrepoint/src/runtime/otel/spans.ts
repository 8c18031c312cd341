/** One span for a delivery, and one inside it for each stage. */
import type { DeliverySummary, StageTiming } from '../hooks.js'
import type {
  OtelAttributes,
  OtelContext,
  OtelContexts,
  OtelSpan,
  OtelTrace,
  OtelTracer,
} from './api.js'
import {
  closingAttributes,
  eventLabel,
  isOwnFault,
  OPERATIONS,
  OTHER,
  type OtelScope,
  openingAttributes,
  type WatchedKind,
} from './attributes.js'

// The numbers of SpanKind and SpanStatusCode: enums of the API, which is not imported.
const INTERNAL = 0
const CONSUMER = 4
const ERROR = 2

/** A batch of thousands of events has as many stages, which no viewer shows. */
const MAX_STAGE_SPANS = 128

/** An id that is longer is no id, and a sender could fill the exporter with it. */
const MAX_ID_LENGTH = 256

export interface Start {
  readonly provider: string
  readonly kind: WatchedKind
  readonly startedAt: number
}

export interface SpanApi {
  readonly trace: OtelTrace
  readonly context: OtelContexts
  readonly tracer: OtelTracer
}

/** The span of one delivery. The times are the receiver's own, so that parts and whole agree. */
export class DeliverySpan {
  readonly #api: SpanApi
  readonly #scope: OtelScope
  readonly #start: Start
  readonly #span: OtelSpan
  readonly #inside: OtelContext
  readonly #isRecorded: boolean
  readonly #stages: StageTiming[] = []
  #ended: DeliverySummary | undefined

  constructor(scope: OtelScope, api: SpanApi, start: Start) {
    this.#api = api
    this.#scope = scope
    this.#start = start
    const { kind, provider, startedAt } = start
    const outside = api.context.active()
    this.#span = api.tracer.startSpan(
      `${OPERATIONS[kind]} ${provider}`,
      { kind: CONSUMER, startTime: startedAt, attributes: openingAttributes(kind, provider) },
      outside,
    )
    this.#inside = api.trace.setSpan(outside, this.#span)
    this.#isRecorded = this.#span.isRecording()
  }

  /** With the span as the parent of what is started in there. */
  get context(): OtelContext {
    return this.#inside
  }

  around<T>(work: () => T): T {
    return this.#api.context.with(this.#inside, work)
  }

  /** Only at the end it is known why a stage failed and whose fault that was; later ones know it. */
  addStage(timing: StageTiming): void {
    if (!this.#isRecorded || this.#stages.length >= MAX_STAGE_SPANS) return
    this.#stages.push(timing)
    if (this.#ended !== undefined) this.#addSpan(timing, this.#ended)
  }

  end(summary: DeliverySummary): void {
    this.#ended = summary
    for (const timing of this.#stages) this.#addSpan(timing, summary)
    const { kind, startedAt } = this.#start
    const { events } = this.#scope
    this.#span.setAttributes({
      ...closingAttributes(summary, { kind, events }),
      ...messageAttributes(summary),
    })
    if (isOwnFault(summary.code)) this.#span.setStatus({ code: ERROR })
    this.#span.end(startedAt + summary.milliseconds)
  }

  #addSpan({ stage, startedAt, milliseconds, name, failed }: StageTiming, end: DeliverySummary) {
    const attributes: OtelAttributes = { 'webhook.stage': stage }
    if (name !== undefined) attributes['webhook.event.name'] = eventLabel(name, this.#scope.events)
    if (failed) attributes['error.type'] = end.code ?? OTHER
    const options = { kind: INTERNAL, startTime: startedAt, attributes }
    const span = this.#api.tracer.startSpan(stage, options, this.#inside)
    if (failed && isOwnFault(end.code)) span.setStatus({ code: ERROR })
    span.end(startedAt + milliseconds)
  }
}

/** What a metric must not carry, as it is another for each delivery. */
function messageAttributes({
  bytes,
  id,
  names,
  secretId,
  tenant,
}: DeliverySummary): OtelAttributes {
  const attributes: OtelAttributes = { 'messaging.message.body.size': bytes }
  if (id !== undefined && id.length <= MAX_ID_LENGTH) attributes['messaging.message.id'] = id
  if (names.length > 1) attributes['messaging.batch.message_count'] = names.length
  if (secretId !== undefined) attributes['webhook.secret.id'] = secretId
  if (tenant !== undefined && tenant.length <= MAX_ID_LENGTH) attributes['webhook.tenant'] = tenant
  return attributes
}
