import type { ApolloServerPlugin } from '@apollo/server';
import type { Meters, RequestEnd, RequestKind } from '../../ports/meters.js';
import type { Context } from '../shared/context.js';

const kinds: Readonly<Record<string, RequestKind>> = { query: 'QUERY', mutation: 'MUTATION' };

/** Counts what is answered, by the kind of the operation and by whether an error is in the answer; no name of a client's is kept. */
export function requestMeter(meters: Meters): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () => {
      const begun = performance.now();
      return Promise.resolve({
        willSendResponse: ({ operation, response }) => {
          const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : [];
          const kind = kinds[operation?.operation ?? ''] ?? 'INVALID';
          meters.requestEnded(kind, endOf(errors), (performance.now() - begun) / 1000);
          return Promise.resolve();
        },
      });
    },
  };
}

const ours: ReadonlySet<unknown> = new Set(['INTERNAL', 'UNAVAILABLE']);

function endOf(errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[]): RequestEnd {
  if (errors.length === 0) return 'ANSWERED';
  return errors.some(({ extensions }) => ours.has(extensions?.['code'])) ? 'FAILED' : 'REFUSED';
}
