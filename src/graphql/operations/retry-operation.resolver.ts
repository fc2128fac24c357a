import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { retryOperation } from '../../commands/operations/retry-operation.command.js';
import type { Context } from '../shared/context.js';
import { RetryOperationInput } from './retry-operation.input.js';
import { RetryOperationPayload } from './retry-operation.payload.js';

@Resolver()
export class RetryOperationResolver {
  @Mutation(() => RetryOperationPayload, {
    description: 'Does again what an operation that failed or was cancelled left undone.',
  })
  async retryOperation(
    @Arg('input', () => RetryOperationInput) input: RetryOperationInput,
    @Ctx() context: Context,
  ): Promise<RetryOperationPayload> {
    return new RetryOperationPayload(await context.execute(retryOperation, input));
  }
}
