import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { updateDatabaseServer } from '../../commands/database-servers/update-database-server.command.js';
import type { Context } from '../shared/context.js';
import { UpdateDatabaseServerInput } from './update-database-server.input.js';
import { UpdateDatabaseServerPayload } from './update-database-server.payload.js';

@Resolver()
export class UpdateDatabaseServerResolver {
  @Mutation(() => UpdateDatabaseServerPayload, {
    description:
      'Changes where and as whom a MySQL server is reached that its owner runs, and looks at it there. One on which databases or users of accounts were made stays at its address and port.',
  })
  async updateDatabaseServer(
    @Arg('input', () => UpdateDatabaseServerInput) input: UpdateDatabaseServerInput,
    @Ctx() context: Context,
  ): Promise<UpdateDatabaseServerPayload> {
    return new UpdateDatabaseServerPayload(await context.execute(updateDatabaseServer, input));
  }
}
