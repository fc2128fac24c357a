import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { AccountDatabase } from './account-database.type.js';
import { Cluster } from '../clusters/cluster.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { Account } from './account.type.js';

/** What is reached from a Account; read ahead with it, in the same statement. */
@Resolver(() => Account)
export class AccountRelations {
  @Relation(() => Cluster, { nullable: true })
  cluster(@Root() parent: Account, @Info() info: GraphQLResolveInfo): Cluster | null {
    return related(parent, info, Cluster);
  }

  @Relation(() => AccountDatabase, { nullable: true })
  database(@Root() parent: Account, @Info() info: GraphQLResolveInfo): AccountDatabase | null {
    return related(parent, info, AccountDatabase);
  }
}
