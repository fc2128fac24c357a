import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readPage } from '../shared/row-object.js';
import { SshKeyFilter } from './ssh-key-filter.input.js';
import { SshKeyConnection } from './ssh-key.connection.js';

@Resolver()
export class SshKeyResolver {
  @Query(() => SshKeyConnection, { description: 'SSH keys by name.' })
  sshKeys(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => SshKeyFilter, { nullable: true }) _filter?: SshKeyFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('SshKey'), SshKeyConnection);
  }
}
