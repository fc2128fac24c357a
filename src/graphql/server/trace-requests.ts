import { SpanKind } from '@opentelemetry/api';
import { once } from 'node:events';
import type { RequestHandler } from 'express';
import { inTrace, traced } from '../../ports/tracing.js';

/** Gives each request a span, in the trace that its `traceparent` names where it has one. */
export const traceRequests: RequestHandler = (request, response, next) => {
  const path = request.path.startsWith('/graphql') ? request.path : '/';
  void inTrace(request.header('traceparent'), () =>
    traced(
      `${request.method} ${path}`,
      {},
      async () => {
        const closed = once(response, 'close');
        next();
        await closed;
      },
      SpanKind.SERVER,
    ),
  );
};
