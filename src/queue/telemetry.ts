import type { Telemetry } from 'bullmq'

/** Spans of jobs, and how to write out what is left of them. */
export interface Spans {
  readonly telemetry: Telemetry
  stop(): Promise<void>
}

/**
 * Starts sending OpenTelemetry spans of jobs where `OTEL_EXPORTER_OTLP_ENDPOINT` says; `undefined`
 * when it says nothing. The other variables of the OTLP exporter hold as well. Spans name queues,
 * jobs and states; there is no data of jobs in them.
 */
export async function startSpans(service: string): Promise<Spans | undefined> {
  if (!process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return undefined
  const [{ trace, context }, sdk, { OTLPTraceExporter }, hooks, { BullMQOtel }, resources] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/context-async-hooks'),
      import('bullmq-otel'),
      import('@opentelemetry/resources'),
    ])
  const resource = resources.resourceFromAttributes({ 'service.name': service })
  const spanProcessors = [new sdk.BatchSpanProcessor(new OTLPTraceExporter())]
  const provider = new sdk.BasicTracerProvider({ resource, spanProcessors })
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
  return {
    telemetry: new BullMQOtel({ tracerName: 'neurarrow' }),
    stop: () => provider.shutdown(),
  }
}
