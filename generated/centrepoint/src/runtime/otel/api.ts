/** The parts of OpenTelemetry's API that are used, by their shape: types, and nothing that executes. */

export type OtelValue = string | number
export type OtelAttributes = Record<string, OtelValue>

/** A context is handed on as it is. */
export interface OtelContext {
  getValue(key: symbol): unknown
}

// Methods and not function properties, with parameters as optional as theirs: the real API asks
// for more of a context and of a span than we know of them. All that it is given, it has made itself.
export interface OtelSpan {
  isRecording(): boolean
  setAttributes(attributes: OtelAttributes): unknown
  setStatus(status: { code: number }): unknown
  end(endTime?: number): void
}

export interface OtelSpanOptions {
  kind?: number
  attributes?: OtelAttributes
  startTime?: number
}

export interface OtelTracer {
  startSpan(name: string, options?: OtelSpanOptions, context?: OtelContext): OtelSpan
}

/** `trace` of `@opentelemetry/api`. */
export interface OtelTrace {
  getTracer(name: string, version?: string): OtelTracer
  setSpan(context: OtelContext, span: OtelSpan): OtelContext
}

/** `context` of `@opentelemetry/api`. */
export interface OtelContexts {
  active(): OtelContext
  with<T>(context: OtelContext, work: () => T): T
}

export interface OtelHistogram {
  record(value: number, attributes?: OtelAttributes, context?: OtelContext): void
}

export interface OtelCounter {
  add(value: number, attributes?: OtelAttributes, context?: OtelContext): void
}

export interface OtelInstrumentOptions {
  description?: string
  unit?: string
  advice?: { explicitBucketBoundaries?: number[] }
}

export interface OtelMeter {
  createHistogram(name: string, options?: OtelInstrumentOptions): OtelHistogram
  createCounter(name: string, options?: OtelInstrumentOptions): OtelCounter
}

/** `metrics` of `@opentelemetry/api`. */
export interface OtelMetrics {
  getMeter(name: string, version?: string): OtelMeter
}

/** What the consumer passes: spans need `trace` and `context`, metrics need `metrics`. */
export interface OtelApi {
  readonly trace?: OtelTrace | undefined
  readonly context?: OtelContexts | undefined
  readonly metrics?: OtelMetrics | undefined
}
