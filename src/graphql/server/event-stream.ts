import type { Handler } from 'express';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  subscribe,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { createHandler, type HandlerOptions } from 'graphql-sse/lib/use/express';
import type { Workshop } from '../../commands/command.js';
import type { Log } from '../../ports/log.js';
import type { Meters } from '../../ports/meters.js';
import type { Context } from '../shared/context.js';
import { errorFormatter, httpStatus, publicError } from './format-error.js';
import { limitRules, maxTokens } from './query-limits.js';
import { requestContext } from './request-context.js';
import { requestIdFrom } from './request-id.js';
import { tellRefusal } from './tell-refusal.js';

export interface EventStreamOptions {
  readonly schema: GraphQLSchema;
  readonly workshop: Workshop;
  readonly log: Log;
  readonly meters: Meters;
}

export function wantsEvents(accept: string | undefined): boolean {
  return accept?.includes('text/event-stream') === true;
}

type Refusal = [body: string, init: { status: number; statusText: string; headers: Record<string, string> }];

/**
 * Subscriptions over server-sent events, a connection each, within the same limits as all other requests. Nothing else is
 * taken here. Clients that lost their connection go on behind the last cursor that they saw.
 */
export function eventStream({ schema, workshop, log, meters }: EventStreamOptions): Handler {
  const format = errorFormatter(log, workshop.ids);
  const formatted = (error: GraphQLError): GraphQLError => {
    // Without a path and a cause it is about the request itself: its document or its variables.
    const ofRequest = error.path === undefined && error.originalError === undefined;
    const code = ofRequest ? { code: 'BAD_USER_INPUT', ...error.extensions } : error.extensions;
    const { message, ...rest } = format({ ...error.toJSON(), extensions: code }, error);
    return new GraphQLError(message, rest);
  };

  const refusal = (status: number, code: string, message: string): Refusal => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const extensions = { code, requestId: requestIdFrom(workshop.ids) };
    return [JSON.stringify({ errors: [{ message, extensions }] }), { status, statusText: code, headers }];
  };

  const options: HandlerOptions<Context & Record<PropertyKey, unknown>> = {
    // Without a token there are no streams that several requests could share.
    authenticate: () => null,
    onSubscribe: async ({ raw }, { query, operationName, variables }) => {
      let context: Context;
      try {
        context = await requestContext(workshop, raw.headers.authorization);
      } catch (error) {
        const known = publicError(error);
        if (known === undefined) throw error;
        return refusal(httpStatus[known.code], known.code, known.message);
      }
      try {
        const document = parse(query, { maxTokens });
        if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
          return refusal(400, 'BAD_REQUEST', 'Only a subscription is answered here; send the rest to /graphql.');
        }
        return { schema, document, operationName, variableValues: variables, contextValue: { ...context } };
      } catch (error) {
        if (error instanceof GraphQLError) return refusal(400, 'GRAPHQL_PARSE_FAILED', error.message);
        throw error;
      }
    },
    validate: (ofSchema, document) => validate(ofSchema, document, [...specifiedRules, ...limitRules]),
    subscribe: async (args) => {
      const results = await subscribe(args);
      return Symbol.asyncIterator in results ? tellRefusal(results) : results;
    },
    onNext: (_context, _request, result) => {
      if (result.errors !== undefined) return { ...result, errors: result.errors.map(formatted) };
      return undefined;
    },
  };
  const handle = createHandler(options);
  return (request, response, next) => {
    // Without the header, and with another method, the protocol has streams that several requests share; here are none.
    if (request.method !== 'POST' || !wantsEvents(request.headers.accept)) {
      const message = 'Send a subscription here by POST, with the header "accept: text/event-stream".';
      const extensions = { code: 'BAD_REQUEST', requestId: requestIdFrom(workshop.ids) };
      response.status(400).json({ errors: [{ message, extensions }] });
      return;
    }
    const begun = performance.now();
    response.once('close', () => {
      const end = response.statusCode < 400 ? 'ANSWERED' : response.statusCode < 500 ? 'REFUSED' : 'FAILED';
      meters.requestEnded('SUBSCRIPTION', end, (performance.now() - begun) / 1000);
    });
    handle(request, response).catch(next);
  };
}
