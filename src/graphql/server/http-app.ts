import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/express';
import { z } from 'zod';
import type { Workshop } from '../../commands/command.js';
import { AppError } from '../../domain/app-error.js';
import type { Log } from '../../ports/log.js';
import type { Context } from '../shared/context.js';
import { asGraphQlError } from './format-error.js';
import { requestContext } from './request-context.js';

/** Far more than any mutation needs. */
const bodyLimit = '256kb';

export interface HttpAppOptions {
  readonly server: ApolloServer<Context>;
  readonly schema: GraphQLSchema;
  readonly workshop: Workshop;
  readonly log: Log;
}

/** `POST /graphql` for queries and mutations, `/graphql/stream` for subscriptions over server-sent events. */
export function httpApp({ server, schema, workshop, log }: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  const stream = createHandler({
    schema,
    // Reconnecting clients go on behind the last cursor that they saw.
    context: async ({ raw }) => {
      const context = await requestContext(workshop, raw.headers.authorization);
      return { ...context };
    },
    authenticate: async ({ raw }) => {
      try {
        await requestContext(workshop, raw.headers.authorization);
        return '';
      } catch (error) {
        if (error instanceof AppError) return [null, { status: 401, statusText: 'Unauthorized' }];
        throw error;
      }
    },
  });
  app.use('/graphql/stream', (request, response, next) => {
    stream(request, response).catch(next);
  });
  app.use(
    '/graphql',
    express.json({ limit: bodyLimit }),
    expressMiddleware(server, {
      context: async ({ req }) => {
        try {
          return await requestContext(workshop, req.headers.authorization);
        } catch (error) {
          throw error instanceof AppError ? asGraphQlError(error) : error;
        }
      },
    }),
  );
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('There is nothing here; the API is at /graphql.\n');
  });
  app.use(errorHandler(log));
  return app;
}

const bodyError = z.object({ status: z.int().min(400).max(499), type: z.string() });

/** A body that cannot be read is the client's fault and gets one line; anything else is ours and goes to the log. */
function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const parsed = bodyError.safeParse(error);
    if (parsed.success) {
      response.status(parsed.data.status).json({
        errors: [{ message: `The body cannot be read (${parsed.data.type}).`, extensions: { code: 'BAD_REQUEST' } }],
      });
      return;
    }
    log.error({ error }, 'a request failed outside the API');
    response
      .status(500)
      .json({ errors: [{ message: 'Something went wrong here.', extensions: { code: 'INTERNAL' } }] });
  };
}
