import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { RowObject } from '../shared/row-object.js';

@ObjectType('WebhookAttempt', { simpleResolvers: true, description: 'One try of a delivery.' })
export class WebhookAttempt extends RowObject {
  @Field(() => Int, { description: 'Counts the tries of the delivery, from 1.' })
  get number(): number {
    return this.row.int('number');
  }

  @Field(() => GraphQLDateTime)
  get startedAt(): Date {
    return this.row.date('startedAt');
  }

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Null while it is under way, or where its sender died.',
  })
  get finishedAt(): Date | null {
    return this.row.dateOrNull('finishedAt');
  }

  @Field(() => Int, { nullable: true })
  get durationMs(): number | null {
    return this.row.intOrNull('durationMs');
  }

  @Field(() => Int, { nullable: true, description: 'HTTP status; null without an answer.' })
  get status(): number | null {
    return this.row.intOrNull('status');
  }

  @Field(() => String, {
    nullable: true,
    description: 'Beginning of the body of the answer. It is what somebody else wrote: never show it as HTML.',
  })
  get reply(): string | null {
    return this.row.textOrNull('reply');
  }

  @Field(() => String, { nullable: true, description: 'Why it did not count as delivered.' })
  get error(): string | null {
    return this.row.textOrNull('error');
  }
}
