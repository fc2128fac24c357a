import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { revokeApiToken } from '../../commands/access/revoke-api-token.command.js';
import type { Context } from '../shared/context.js';
import { RevokeApiTokenInput } from './revoke-api-token.input.js';
import { RevokeApiTokenPayload } from './revoke-api-token.payload.js';

@Resolver()
export class RevokeApiTokenResolver {
  @Mutation(() => RevokeApiTokenPayload, {
    description: 'Ends a token at once, and with it the streams that it opened.',
  })
  async revokeApiToken(
    @Arg('input', () => RevokeApiTokenInput) input: RevokeApiTokenInput,
    @Ctx() context: Context,
  ): Promise<RevokeApiTokenPayload> {
    return new RevokeApiTokenPayload(await context.execute(revokeApiToken, input));
  }
}
