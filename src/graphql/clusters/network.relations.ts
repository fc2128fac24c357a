import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Cluster } from './cluster.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { Network } from './network.type.js';

/** What is reached from a Network; read ahead with it, in the same statement. */
@Resolver(() => Network)
export class NetworkRelations {
  @Relation(() => Cluster, { nullable: true })
  cluster(@Root() parent: Network, @Info() info: GraphQLResolveInfo): Cluster | null {
    return related(parent, info, Cluster);
  }
}
