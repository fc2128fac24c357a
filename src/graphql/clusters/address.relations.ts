import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Cluster } from './cluster.type.js';
import { Host } from '../hosts/host.type.js';
import { Network } from './network.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { Address } from './address.type.js';

/** What is reached from a Address; read ahead with it, in the same statement. */
@Resolver(() => Address)
export class AddressRelations {
  @Relation(() => Cluster, { nullable: true })
  cluster(@Root() parent: Address, @Info() info: GraphQLResolveInfo): Cluster | null {
    return related(parent, info, Cluster);
  }

  @Relation(() => Host, { nullable: true })
  host(@Root() parent: Address, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }

  @Relation(() => Network, { nullable: true })
  network(@Root() parent: Address, @Info() info: GraphQLResolveInfo): Network | null {
    return related(parent, info, Network);
  }
}
