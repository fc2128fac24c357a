import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
} from '@opentelemetry/api';

const tracer = trace.getTracer('hostwright');
const header = 'traceparent';

/**
 * Does work within a span of the trace that goes on; without a provider, or where nobody samples, that costs next to nothing. Names
 * and attributes are words and ids of ours; of an error only its class is told, since its message may be anybody's.
 */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  kind = SpanKind.INTERNAL,
): Promise<T> {
  return tracer.startActiveSpan(name, { attributes, kind }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The trace that goes on as the W3C writes it in `traceparent`; null where there is none. It names a place in a trace and nothing else. */
export function traceToStore(): string | null {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier[header] ?? null;
}

/** Does work as part of a trace that was stored, or came with a request; what is no trace is left alone. */
export function inTrace<T>(stored: string | null | undefined, work: () => T): T {
  return stored === null || stored === undefined ? work() : context.with(contextOf(stored), work);
}

function contextOf(stored: string): Context {
  return propagation.extract(context.active(), { [header]: stored });
}

/** What names the trace in a line of the log; empty where there is none. */
export function traceInLog(): { readonly traceId?: string; readonly spanId?: string } {
  const found = trace.getActiveSpan()?.spanContext();
  return found === undefined ? {} : { traceId: found.traceId, spanId: found.spanId };
}
