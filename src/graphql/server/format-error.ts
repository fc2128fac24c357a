import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError, type AppErrorCode } from '../../domain/app-error.js';
import type { Log } from '../../ports/log.js';

const status: Readonly<Record<AppErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** Errors of the protocol itself: the message was made for the caller. */
const protocolCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** An error of ours as one of the protocol's, with its HTTP status. */
export function asGraphQlError(error: AppError): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: { code: error.code, http: { status: status[error.code] } },
  });
}

/** What a caller may see of an error: a known code with its message, or nothing but the id under which our log has the rest. */
export function errorFormatter(
  log: Log,
  requestId: () => string,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const original = unwrapResolverError(error);
    const place = {
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    };
    if (original instanceof AppError && original.code !== 'INTERNAL') {
      return { message: original.message, ...place, extensions: { code: original.code } };
    }
    const code = formatted.extensions?.['code'];
    const known = typeof code === 'string' && (protocolCodes.has(code) || code in status) && code !== 'INTERNAL';
    if (known) return { message: formatted.message, ...place, extensions: { code } };
    const id = requestId();
    log.error({ requestId: id, error: original }, 'a request failed');
    return {
      message: `Something went wrong here; ask for ${id}.`,
      ...place,
      extensions: { code: 'INTERNAL', requestId: id },
    };
  };
}
