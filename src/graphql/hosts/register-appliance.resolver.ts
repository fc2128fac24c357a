import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { registerAppliance } from '../../commands/hosts/register-appliance.command.js';
import type { Context } from '../shared/context.js';
import { RegisterApplianceInput } from './register-appliance.input.js';
import { RegisterAppliancePayload } from './register-appliance.payload.js';

@Resolver()
export class RegisterApplianceResolver {
  @Mutation(() => RegisterAppliancePayload, {
    description:
      'Makes a file server known that nobody logs in to, a NAS for example: access NONE. What it would say of itself stays unknown, which blocks nothing; what its clients see of it is proved (proveCluster).',
  })
  async registerAppliance(
    @Arg('input', () => RegisterApplianceInput) input: RegisterApplianceInput,
    @Ctx() context: Context,
  ): Promise<RegisterAppliancePayload> {
    return new RegisterAppliancePayload(await context.execute(registerAppliance, input));
  }
}
