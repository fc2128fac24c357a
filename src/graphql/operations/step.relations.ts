import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { Host } from '../hosts/host.type.js';
import { Task } from './task.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { Step } from './step.type.js';

/** What is reached from a Step; read ahead with it, in the same statement. */
@Resolver(() => Step)
export class StepRelations {
  @Relation(() => Host, { nullable: true })
  host(@Root() parent: Step, @Info() info: GraphQLResolveInfo): Host | null {
    return related(parent, info, Host);
  }

  @Relation(() => Task, { nullable: true })
  task(@Root() parent: Step, @Info() info: GraphQLResolveInfo): Task | null {
    return related(parent, info, Task);
  }
}
