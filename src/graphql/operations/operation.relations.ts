import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Info, Resolver, Root } from 'type-graphql';
import { Cluster } from '../clusters/cluster.type.js';
import { Operation } from './operation.type.js';
import { Progress } from './progress.type.js';
import { TaskConnection } from './task.connection.js';
import { TaskStateEnum } from '../shared/enums.js';
import { PageArgs } from '../shared/page-args.js';
import { Relation } from '../shared/relation.js';
import { related, relatedPage } from '../shared/row-object.js';

/** What is reached from a Operation; read ahead with it, in the same statement. */
@Resolver(() => Operation)
export class OperationRelations {
  @Relation(() => Progress)
  progress(@Root() parent: Operation, @Info() info: GraphQLResolveInfo): Progress | null {
    return related(parent, info, Progress);
  }

  @Relation(() => Cluster, { nullable: true })
  cluster(@Root() parent: Operation, @Info() info: GraphQLResolveInfo): Cluster | null {
    return related(parent, info, Cluster);
  }

  @Relation(() => Operation, { nullable: true })
  retryOf(@Root() parent: Operation, @Info() info: GraphQLResolveInfo): Operation | null {
    return related(parent, info, Operation);
  }

  @Relation(() => TaskConnection)
  tasks(
    @Root() parent: Operation,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('state', () => TaskStateEnum, { nullable: true }) _state?: string,
  ): object {
    return relatedPage(parent, info, TaskConnection);
  }
}
