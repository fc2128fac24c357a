import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createApiToken } from '../../commands/access/create-api-token.command.js';
import type { Context } from '../shared/context.js';
import { CreateApiTokenInput } from './create-api-token.input.js';
import { CreateApiTokenPayload } from './create-api-token.payload.js';

@Resolver()
export class CreateApiTokenResolver {
  @Mutation(() => CreateApiTokenPayload, { description: 'Hands out access.' })
  async createApiToken(
    @Arg('input', () => CreateApiTokenInput) input: CreateApiTokenInput,
    @Ctx() context: Context,
  ): Promise<CreateApiTokenPayload> {
    return new CreateApiTokenPayload(await context.execute(createApiToken, input));
  }
}
