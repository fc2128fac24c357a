import type { GraphQLResolveInfo } from 'graphql';
import { Args, Info, Resolver, Root } from 'type-graphql';
import { AddressConnection } from '../clusters/address.connection.js';
import { Cluster } from '../clusters/cluster.type.js';
import { FactConnection } from './fact.connection.js';
import { HostKey } from './host-key.type.js';
import { HostLease } from './host-lease.type.js';
import { SshEndpoint } from './ssh-endpoint.type.js';
import { SshKey } from '../ssh-keys/ssh-key.type.js';
import { PageArgs } from '../shared/page-args.js';
import { Relation } from '../shared/relation.js';
import { related, relatedPage } from '../shared/row-object.js';
import { Host } from './host.type.js';

/** What is reached from a Host; read ahead with it, in the same statement. */
@Resolver(() => Host)
export class HostRelations {
  @Relation(() => SshEndpoint, { nullable: true, description: 'Null without SSH.' })
  endpoint(@Root() parent: Host, @Info() info: GraphQLResolveInfo): SshEndpoint | null {
    return related(parent, info, SshEndpoint);
  }

  @Relation(() => HostKey, { nullable: true, description: 'Null until the first key exchange.' })
  hostKey(@Root() parent: Host, @Info() info: GraphQLResolveInfo): HostKey | null {
    return related(parent, info, HostKey);
  }

  @Relation(() => HostLease, { nullable: true })
  lease(@Root() parent: Host, @Info() info: GraphQLResolveInfo): HostLease | null {
    return related(parent, info, HostLease);
  }

  @Relation(() => Cluster, { nullable: true })
  cluster(@Root() parent: Host, @Info() info: GraphQLResolveInfo): Cluster | null {
    return related(parent, info, Cluster);
  }

  @Relation(() => SshKey, { nullable: true })
  sshKey(@Root() parent: Host, @Info() info: GraphQLResolveInfo): SshKey | null {
    return related(parent, info, SshKey);
  }

  @Relation(() => AddressConnection)
  addresses(@Root() parent: Host, @Info() info: GraphQLResolveInfo, @Args(() => PageArgs) _page: PageArgs): object {
    return relatedPage(parent, info, AddressConnection);
  }

  @Relation(() => FactConnection, {
    description:
      "What was asked last. Of a database server a token for one cluster sees what it says of itself: users of the cluster's accounts there are told in the evidence of findings.",
  })
  facts(@Root() parent: Host, @Info() info: GraphQLResolveInfo, @Args(() => PageArgs) _page: PageArgs): object {
    return relatedPage(parent, info, FactConnection);
  }
}
