/** OpenTelemetry as an application sets it up: the real API and SDK, exporting into memory. */
import { context, metrics, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

export interface Point {
  readonly metric: string
  readonly attributes: Readonly<Record<string, unknown>>
  /** Of a counter its sum, of a histogram the count. */
  readonly count: number
  /** Of a histogram: the sum of all values and the upper bounds of its buckets. */
  readonly sum: number | undefined
  readonly boundaries: readonly number[] | undefined
}

/** Sets the global providers, as an application does; `stop` takes them away again. */
export function startTelemetry(sampler?: Sampler) {
  const spanExporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spanExporter)],
    ...(sampler === undefined ? {} : { sampler }),
  })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter })
  const meterProvider = new MeterProvider({ readers: [reader] })
  trace.setGlobalTracerProvider(tracerProvider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  metrics.setGlobalMeterProvider(meterProvider)
  const spans = (): readonly ReadableSpan[] => spanExporter.getFinishedSpans()
  return {
    spans,
    spanCalled(name: string): ReadableSpan {
      const found = spans().find((span) => span.name === name)
      if (found === undefined) throw new Error(`there is no span ${name}`)
      return found
    },
    async points(): Promise<readonly Point[]> {
      metricExporter.reset()
      await reader.forceFlush()
      return metricExporter.getMetrics().flatMap(pointsOf)
    },
    async stop() {
      for (const api of [trace, context, metrics]) api.disable()
      await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()])
    },
  }
}

function pointsOf({ scopeMetrics }: ReturnType<InMemoryMetricExporter['getMetrics']>[number]) {
  return scopeMetrics.flatMap(({ metrics: all }) =>
    all.flatMap((data): Point[] => {
      const metric = data.descriptor.name
      if (data.dataPointType === DataPointType.HISTOGRAM) {
        return data.dataPoints.map(({ attributes, value }) => {
          const { boundaries } = value.buckets
          return { metric, attributes, count: value.count, sum: value.sum, boundaries }
        })
      }
      if (data.dataPointType !== DataPointType.SUM) return []
      return data.dataPoints.map(({ attributes, value }) => {
        return { metric, attributes, count: value, sum: undefined, boundaries: undefined }
      })
    }),
  )
}
