import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Host } from '../hosts/host.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { Vantage } from './vantage.type.js';

/** What is reached from a Vantage; read ahead with it, in the same statement. */
@Resolver(() => Vantage)
export class VantageRelations {
  @Relation(() => Host, { nullable: true, description: 'The host that it is: endpoint, key, facts, lease.' })
  host(@Root() parent: Vantage, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }
}
