import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { cancelOperation } from '../../commands/operations/cancel-operation.command.js';
import type { Context } from '../shared/context.js';
import { CancelOperationInput } from './cancel-operation.input.js';
import { CancelOperationPayload } from './cancel-operation.payload.js';

@Resolver()
export class CancelOperationResolver {
  @Mutation(() => CancelOperationPayload, {
    description:
      'Has an operation begin nothing more. What is being changed on a host right now is not torn out of it: that ends by itself within its limits of time, and its result is kept. What was not done is owed, as after a failure.',
  })
  async cancelOperation(
    @Arg('input', () => CancelOperationInput) input: CancelOperationInput,
    @Ctx() context: Context,
  ): Promise<CancelOperationPayload> {
    return new CancelOperationPayload(await context.execute(cancelOperation, input));
  }
}
