import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { registerVantage } from '../../commands/vantages/register-vantage.command.js';
import type { Context } from '../shared/context.js';
import { RegisterVantageInput } from './register-vantage.input.js';
import { RegisterVantagePayload } from './register-vantage.payload.js';

@Resolver()
export class RegisterVantageResolver {
  @Mutation(() => RegisterVantagePayload, {
    description: 'Makes a registered host a point from which proofs look at clusters from outside.',
  })
  async registerVantage(
    @Arg('input', () => RegisterVantageInput) input: RegisterVantageInput,
    @Ctx() context: Context,
  ): Promise<RegisterVantagePayload> {
    return new RegisterVantagePayload(await context.execute(registerVantage, input));
  }
}
