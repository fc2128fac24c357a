import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError, type AppErrorCode } from '../../domain/app-error.js';
import { DatabaseUnavailable } from '../../ports/database-unavailable.js';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import { internalMessage } from './internal-message.js';
import { requestIdFrom } from './request-id.js';

export const httpStatus: Readonly<Record<AppErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
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

/** An error that a caller may know; undefined for one that only the log may have. */
export function publicError(error: unknown): AppError | undefined {
  if (error instanceof DatabaseUnavailable) {
    return new AppError('UNAVAILABLE', 'The database is not available; try again soon.', { cause: error });
  }
  return error instanceof AppError && error.code !== 'INTERNAL' ? error : undefined;
}

/** An error of ours as one of the protocol's, with its HTTP status. */
export function asGraphQlError(error: AppError): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: { code: error.code, http: { status: httpStatus[error.code] } },
  });
}

export type ErrorFormatter = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** What a caller may see of an error: a known code with its message, or no more than that our log has the rest; and the request. */
export function errorFormatter(log: Log, ids: Ids): ErrorFormatter {
  return (formatted, error) => {
    const original = unwrapResolverError(error);
    const requestId = requestIdFrom(ids);
    const place = {
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    };
    const known = publicError(original);
    if (known !== undefined) return { message: known.message, ...place, extensions: { code: known.code, requestId } };
    const code = formatted.extensions?.['code'];
    const ofProtocol =
      typeof code === 'string' && (protocolCodes.has(code) || code in httpStatus) && code !== 'INTERNAL';
    if (ofProtocol) return { message: formatted.message, ...place, extensions: { code, requestId } };
    log.error({ requestId, error: original }, 'a request failed');
    return {
      message: internalMessage(requestId),
      ...place,
      extensions: { code: 'INTERNAL', requestId },
    };
  };
}
