import type { ExecutionResult } from 'graphql';
import { AppError } from '../../domain/app-error.js';
import { asGraphQlError } from './format-error.js';

/**
 * Results that end with a refusal tell it as their last one: a response that has begun has no status to tell it by. Any other
 * failure breaks the response off, so that its client comes back.
 */
export function tellRefusal(
  results: AsyncGenerator<ExecutionResult, void, void>,
): AsyncIterableIterator<ExecutionResult, void> {
  const told: AsyncIterableIterator<ExecutionResult, void> = {
    next: async () => {
      try {
        return await results.next();
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { done: false, value: { errors: [asGraphQlError(error)] } };
      }
    },
    return: () => results.return(),
    throw: (error: unknown) => results.throw(error),
    [Symbol.asyncIterator]: () => told,
  };
  return told;
}
