import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Cluster } from './cluster.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { Revision } from './revision.type.js';

/** What is reached from a Revision; read ahead with it, in the same statement. */
@Resolver(() => Revision)
export class RevisionRelations {
  @Relation(() => Cluster, { nullable: true })
  cluster(@Root() parent: Revision, @Info() info: GraphQLResolveInfo): Cluster | null {
    return related(parent, info, Cluster);
  }
}
