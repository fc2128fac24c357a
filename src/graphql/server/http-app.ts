import { internalMessage } from './internal-message.js';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { Workshop } from '../../commands/command.js';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import { noMeters, type Meters } from '../../ports/meters.js';
import type { Context } from '../shared/context.js';
import { eventStream, wantsEvents } from './event-stream.js';
import { asGraphQlError, publicError } from './format-error.js';
import { ide } from './ide.js';
import { requestContext } from './request-context.js';
import { nameRequests, requestIdFrom } from './request-id.js';
import { traceRequests } from './trace-requests.js';

/** Far more than any mutation needs. */
const bodyLimit = '256kb';

export interface HttpAppOptions {
  readonly server: ApolloServer<Context>;
  readonly schema: GraphQLSchema;
  readonly workshop: Workshop;
  readonly log: Log;
  readonly meters?: Meters;
  /** What the process needs to do its work; left out where nobody asks for it. */
  readonly ready?: () => Promise<{ readonly ready: boolean }>;
  /** Folder of the built IDE; where `npm run build` puts it unless said otherwise. */
  readonly ideFolder?: string;
}

/**
 * `POST /graphql` for queries and mutations, `/graphql/stream` for subscriptions over server-sent events; who asks the first for
 * events is given them too.
 */
export function httpApp({
  server,
  schema,
  workshop,
  log,
  meters = noMeters,
  ready,
  ideFolder,
}: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  // An answer to a POST is kept nowhere: a digest of it would be of no use.
  app.disable('etag');
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  if (ready !== undefined) {
    app.get('/readyz', async (_request, response) => {
      const found = await ready();
      response
        .status(found.ready ? 200 : 503)
        .set('cache-control', 'no-store')
        .json(found);
    });
  }
  app.use(ide(ideFolder));
  app.use(nameRequests(workshop.ids));
  app.use(traceRequests);
  app.use(express.json({ limit: bodyLimit }));
  const stream = eventStream({ schema, workshop, log, meters });
  app.all('/graphql/stream', stream);
  app.post('/graphql', (request, response, next) =>
    wantsEvents(request.headers.accept) ? stream(request, response, next) : next(),
  );
  app.get('/', (_request, response) => response.redirect('/graphql'));
  app.all(
    '/graphql',
    expressMiddleware(server, {
      context: async ({ req }) => {
        try {
          return await requestContext(workshop, req.headers.authorization);
        } catch (error) {
          const known = publicError(error);
          throw known === undefined ? error : asGraphQlError(known);
        }
      },
    }),
  );
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('There is nothing here; the API is at /graphql.\n');
  });
  app.use(errorHandler(log, workshop.ids));
  return app;
}

/** What is the matter with a body, by the type of the error that its reading ended with. */
const bodyProblems: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not JSON; send {"query": "…", "variables": {…}}.',
};
const bodyError = z.object({ status: z.int().min(400).max(499), type: z.string() });

/** A body that cannot be read is the client's fault and gets one line; anything else is ours and goes to the log. */
function errorHandler(log: Log, ids: Ids): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const requestId = requestIdFrom(ids);
    if (response.headersSent) {
      // A stream broke off; its client comes back behind the last cursor that it saw.
      log.error({ requestId, error }, 'a stream failed');
      response.destroy();
      return;
    }
    const parsed = bodyError.safeParse(error);
    if (parsed.success) {
      const message = bodyProblems[parsed.data.type] ?? `The body cannot be read (${parsed.data.type}).`;
      const extensions = { code: 'BAD_REQUEST', requestId };
      response.status(parsed.data.status).json({ errors: [{ message, extensions }] });
      return;
    }
    log.error({ requestId, error }, 'a request failed outside the API');
    const message = internalMessage(requestId);
    response.status(500).json({ errors: [{ message, extensions: { code: 'INTERNAL', requestId } }] });
  };
}
