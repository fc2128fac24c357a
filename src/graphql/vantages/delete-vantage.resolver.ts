import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { deleteVantage } from '../../commands/vantages/delete-vantage.command.js';
import type { Context } from '../shared/context.js';
import { DeleteVantageInput } from './delete-vantage.input.js';
import { DeleteVantagePayload } from './delete-vantage.payload.js';

@Resolver()
export class DeleteVantageResolver {
  @Mutation(() => DeleteVantagePayload, { description: 'Takes a vantage away; its host stays registered.' })
  async deleteVantage(
    @Arg('input', () => DeleteVantageInput) input: DeleteVantageInput,
    @Ctx() context: Context,
  ): Promise<DeleteVantagePayload> {
    return new DeleteVantagePayload(await context.execute(deleteVantage, input));
  }
}
