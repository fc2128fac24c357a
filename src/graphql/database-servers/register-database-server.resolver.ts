import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { registerDatabaseServer } from '../../commands/database-servers/register-database-server.command.js';
import type { Context } from '../shared/context.js';
import { RegisterDatabaseServerInput } from './register-database-server.input.js';
import { RegisterDatabaseServerPayload } from './register-database-server.payload.js';

@Resolver()
export class RegisterDatabaseServerResolver {
  @Mutation(() => RegisterDatabaseServerPayload, {
    description:
      'Makes a MySQL server known that its owner runs. With the first change Hostwright makes a database `hostwright` there, which it keeps: for its fence, and for marks that tell which databases and users are whose. Register each server once.',
  })
  async registerDatabaseServer(
    @Arg('input', () => RegisterDatabaseServerInput) input: RegisterDatabaseServerInput,
    @Ctx() context: Context,
  ): Promise<RegisterDatabaseServerPayload> {
    return new RegisterDatabaseServerPayload(await context.execute(registerDatabaseServer, input));
  }
}
