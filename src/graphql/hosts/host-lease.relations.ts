import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Operation } from '../operations/operation.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { HostLease } from './host-lease.type.js';

/** What is reached from a HostLease; read ahead with it, in the same statement. */
@Resolver(() => HostLease)
export class HostLeaseRelations {
  @Relation(() => Operation, { nullable: true })
  operation(@Root() parent: HostLease, @Info() info: GraphQLResolveInfo): Operation | null {
    return related(parent, info, Operation);
  }
}
