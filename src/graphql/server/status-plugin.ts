import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../shared/context.js';

const refusedDocument = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * GraphQL over HTTP wants 200 for a well-formed request with a bad document when the client does not take
 * `application/graphql-response+json`; Apollo answers 400 to everybody.
 */
export const statusPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response }) => {
        const { body, http } = response;
        const takesStatus = request.http?.headers.get('accept')?.includes('application/graphql-response+json') === true;
        if (http.status === 400 && body.kind === 'single' && !takesStatus) {
          const refused = body.singleResult.errors?.some(({ extensions }) =>
            refusedDocument.has(String(extensions?.['code'])),
          );
          if (refused === true) http.status = 200;
        }
        return Promise.resolve();
      },
    }),
};
