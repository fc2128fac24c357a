import type { GraphQLResolveInfo } from 'graphql';
import { Args, Info, Resolver, Root } from 'type-graphql';
import { Host } from '../hosts/host.type.js';
import { Operation } from './operation.type.js';
import { StepConnection } from './step.connection.js';
import { PageArgs } from '../shared/page-args.js';
import { Relation } from '../shared/relation.js';
import { related, relatedPage } from '../shared/row-object.js';
import { Task } from './task.type.js';

/** What is reached from a Task; read ahead with it, in the same statement. */
@Resolver(() => Task)
export class TaskRelations {
  @Relation(() => Host, { nullable: true })
  host(@Root() parent: Task, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }

  @Relation(() => Operation, { nullable: true })
  operation(@Root() parent: Task, @Info() info: GraphQLResolveInfo): Operation | null {
    return related(parent, info, Operation);
  }

  @Relation(() => StepConnection)
  steps(@Root() parent: Task, @Info() info: GraphQLResolveInfo, @Args(() => PageArgs) _page: PageArgs): object {
    return relatedPage(parent, info, StepConnection);
  }
}
