import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Cluster } from '../clusters/cluster.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { ApiToken } from './api-token.type.js';

/** What is reached from a ApiToken; read ahead with it, in the same statement. */
@Resolver(() => ApiToken)
export class ApiTokenRelations {
  @Relation(() => Cluster, { nullable: true, description: 'The only cluster that it is for.' })
  cluster(@Root() parent: ApiToken, @Info() info: GraphQLResolveInfo): Cluster | null {
    return related(parent, info, Cluster);
  }
}
