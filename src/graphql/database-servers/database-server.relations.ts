import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Host } from '../hosts/host.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { DatabaseServer } from './database-server.type.js';

/** What is reached from a DatabaseServer; read ahead with it, in the same statement. */
@Resolver(() => DatabaseServer)
export class DatabaseServerRelations {
  @Relation(() => Host, { nullable: true, description: 'What stands for it among the hosts: facts, lease.' })
  host(@Root() parent: DatabaseServer, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }

  @Relation(() => Host, { nullable: true })
  reachedThrough(@Root() parent: DatabaseServer, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }
}
