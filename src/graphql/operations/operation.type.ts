import { GraphQLDateTime } from 'graphql-scalars';
import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { resourceKinds, toGlobalId } from '../../domain/ids.js';
import { z } from 'zod';
import { Node } from '../node/node.type.js';
import { OperationKindEnum, OperationStateEnum } from '../shared/enums.js';
import { failure, failureWithin } from '../../engine/failure.js';
import { Failure } from './failure.type.js';
import type { Context } from '../shared/context.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Operation', { implements: Node, simpleResolvers: true, description: 'What a mutation started.' })
export class Operation extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Operation', this.row.text('id'));
  }

  @Field(() => OperationKindEnum)
  get kind(): string {
    return this.row.text('kind');
  }

  @Field(() => OperationStateEnum)
  get state(): string {
    return this.row.text('state');
  }

  @Field(() => Boolean, { description: 'Somebody cancelled it; it ends with the last visit that is still on a host.' })
  get cancelRequested(): boolean {
    return this.row.flag('cancelRequested');
  }

  @Field(() => Boolean, {
    description:
      'Whether retryOperation does what it left undone: it failed or was cancelled. Of a plan that it was to apply and had only looked for, nothing was done; that is asked for again.',
  })
  get canRetry(): boolean {
    return this.row.flag('canRetry');
  }

  @Field(() => Failure, { nullable: true, simple: false, description: 'Why it failed.' })
  failure(@Ctx() { caller }: Context): Failure | null {
    const source = this.row.json('failure', failure.nullable());
    return source === null ? null : new Failure(failureWithin(source, caller));
  }

  @Field(() => ID, { description: 'What it is about.' })
  get target(): string {
    return toGlobalId(this.row.json('targetKind', z.enum(resourceKinds)), this.row.text('targetId'));
  }

  @Field(() => String, { description: 'Name of the token.' })
  get requestedBy(): string {
    return this.row.text('requestedBy');
  }

  @Field(() => GraphQLDateTime)
  get deadline(): Date {
    return this.row.date('deadline');
  }

  @Field(() => GraphQLDateTime)
  get createdAt(): Date {
    return this.row.date('createdAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get startedAt(): Date | null {
    return this.row.dateOrNull('startedAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get finishedAt(): Date | null {
    return this.row.dateOrNull('finishedAt');
  }
}
