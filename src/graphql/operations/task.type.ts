import { GraphQLDateTime } from 'graphql-scalars';
import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { PhaseEnum, TaskKindEnum, TaskStateEnum } from '../shared/enums.js';
import type { Context } from '../shared/context.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Task', {
  implements: Node,
  simpleResolvers: true,
  description: 'The steps of one host between two waits for others.',
})
export class Task extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Task', this.row.text('id'));
  }

  @Field(() => TaskKindEnum)
  get kind(): string {
    return this.row.text('kind');
  }

  @Field(() => PhaseEnum)
  get phase(): string {
    return this.row.text('phase');
  }

  @Field(() => TaskStateEnum)
  get state(): string {
    return this.row.text('state');
  }

  @Field(() => Int)
  get attempts(): number {
    return this.row.int('attempts');
  }

  @Field(() => Int, { description: 'Round trips to the host so far.' })
  get roundTrips(): number {
    return this.row.int('roundTrips');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get nextAttemptAt(): Date | null {
    return this.row.dateOrNull('nextAttemptAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get finishedAt(): Date | null {
    return this.row.dateOrNull('finishedAt');
  }

  @Field(() => String, { nullable: true, simple: false, description: 'What went wrong last.' })
  error(@Ctx() { caller }: Context): string | null {
    const within = caller.clusterId === null ? null : this.row.textOrNull('errorWithin');
    return within ?? this.row.textOrNull('error');
  }
}
