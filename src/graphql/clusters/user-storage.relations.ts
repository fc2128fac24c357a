import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Host } from '../hosts/host.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { UserStorage } from './user-storage.type.js';

/** What is reached from a UserStorage; read ahead with it, in the same statement. */
@Resolver(() => UserStorage)
export class UserStorageRelations {
  @Relation(() => Host, { nullable: true })
  fileServer(@Root() parent: UserStorage, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }
}
