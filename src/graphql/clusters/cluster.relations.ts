import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Info, Resolver, Root } from 'type-graphql';
import { AccountConnection } from '../accounts/account.connection.js';
import { Address } from './address.type.js';
import { AddressConnection } from './address.connection.js';
import { DatabaseServerConnection } from '../database-servers/database-server.connection.js';
import { Host } from '../hosts/host.type.js';
import { HostConnection } from '../hosts/host.connection.js';
import { Network } from './network.type.js';
import { OperationConnection } from '../operations/operation.connection.js';
import { Revision } from './revision.type.js';
import { RevisionConnection } from './revision.connection.js';
import { UserStorage } from './user-storage.type.js';
import { AddressPurposeEnum, HostRoleEnum, OperationStateEnum } from '../shared/enums.js';
import { PageArgs } from '../shared/page-args.js';
import { responseKey } from '../shared/look-ahead.js';
import { Relation } from '../shared/relation.js';
import { related, relatedPage } from '../shared/row-object.js';
import { Cluster } from './cluster.type.js';

/** What is reached from a Cluster; read ahead with it, in the same statement. */
@Resolver(() => Cluster)
export class ClusterRelations {
  @Relation(() => Revision, { description: 'What is declared.' })
  revision(@Root() parent: Cluster, @Info() info: GraphQLResolveInfo): Revision | null {
    return related(parent, info, Revision);
  }

  @Relation(() => Revision, { nullable: true, description: 'The last one that was made true everywhere.' })
  appliedRevision(@Root() parent: Cluster, @Info() info: GraphQLResolveInfo): Revision | null {
    return related(parent, info, Revision);
  }

  @Relation(() => Host, { nullable: true })
  manager(@Root() parent: Cluster, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }

  @Relation(() => Address, {
    nullable: true,
    description: "The manager's address for all server-to-server traffic.",
  })
  quorumAddress(@Root() parent: Cluster, @Info() info: GraphQLResolveInfo): Address | null {
    return related(parent, info, Address);
  }

  @Relation(() => UserStorage)
  userStorage(@Root() parent: Cluster, @Info() info: GraphQLResolveInfo): UserStorage | null {
    return related(parent, info, UserStorage);
  }

  @Relation(() => [Network])
  networks(@Root() parent: Cluster, @Info() info: GraphQLResolveInfo): readonly Network[] {
    return parent.row.list(responseKey(info)).map((row) => new Network(row));
  }

  @Relation(() => HostConnection)
  hosts(
    @Root() parent: Cluster,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('role', () => HostRoleEnum, { nullable: true }) _role?: string,
  ): object {
    return relatedPage(parent, info, HostConnection);
  }

  @Relation(() => AddressConnection)
  addresses(
    @Root() parent: Cluster,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('purpose', () => AddressPurposeEnum, { nullable: true }) _purpose?: string,
  ): object {
    return relatedPage(parent, info, AddressConnection);
  }

  @Relation(() => DatabaseServerConnection)
  databaseServers(
    @Root() parent: Cluster,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
  ): object {
    return relatedPage(parent, info, DatabaseServerConnection);
  }

  @Relation(() => AccountConnection)
  accounts(
    @Root() parent: Cluster,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('name', () => String, { nullable: true }) _name?: string,
    @Arg('externalRef', () => String, { nullable: true }) _externalRef?: string,
  ): object {
    return relatedPage(parent, info, AccountConnection);
  }

  @Relation(() => OperationConnection)
  operations(
    @Root() parent: Cluster,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('state', () => OperationStateEnum, { nullable: true }) _state?: string,
  ): object {
    return relatedPage(parent, info, OperationConnection);
  }

  @Relation(() => RevisionConnection)
  revisions(@Root() parent: Cluster, @Info() info: GraphQLResolveInfo, @Args(() => PageArgs) _page: PageArgs): object {
    return relatedPage(parent, info, RevisionConnection);
  }
}
