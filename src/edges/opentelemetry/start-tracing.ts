/** Where the standard says that traces are sent; without either nothing is loaded and nothing is sent. */
const endpoints = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;

/**
 * Sends traces by OTLP over HTTP where the standard variables of OpenTelemetry name a receiver; those variables say the rest, too:
 * headers, sampler, timeouts, attributes of the resource.
 * @param service the name of the process, unless OTEL_SERVICE_NAME gives one
 * @returns what sends the spans that wait, and ends it
 */
export async function startTracing(
  service: string,
  version: string,
  variables: NodeJS.ProcessEnv,
): Promise<() => Promise<void>> {
  const wanted = endpoints.some((name) => (variables[name] ?? '') !== '') && variables['OTEL_SDK_DISABLED'] !== 'true';
  if (!wanted) return () => Promise.resolve();
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const ours = resources.resourceFromAttributes({ 'service.name': service, 'service.version': version });
  const given = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new NodeTracerProvider({
    resource: ours.merge(given),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => provider.shutdown();
}
