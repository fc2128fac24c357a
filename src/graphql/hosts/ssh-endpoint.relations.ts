import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Host } from './host.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { SshEndpoint } from './ssh-endpoint.type.js';

/** What is reached from a SshEndpoint; read ahead with it, in the same statement. */
@Resolver(() => SshEndpoint)
export class SshEndpointRelations {
  @Relation(() => Host, {
    nullable: true,
    description: 'The host before it; each hop has a pinned key of its own.',
  })
  reachedThrough(@Root() parent: SshEndpoint, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }
}
