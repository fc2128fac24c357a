import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { OperationEventRow } from '../../reads/operation-events.js';

@ObjectType('OperationEvent', { simpleResolvers: true, description: 'One thing that happened within an operation.' })
export class OperationEvent {
  constructor(private readonly source: OperationEventRow) {}

  @Field(() => String, { description: 'Give it as `after` to go on behind this event.' })
  get cursor(): string {
    return String(this.source.number);
  }

  @Field(() => String, { description: 'E.g. step.changed; clients must tolerate kinds that they do not know.' })
  get kind(): string {
    return this.source.kind;
  }

  @Field(() => GraphQLDateTime)
  get at(): Date {
    return this.source.at;
  }

  @Field(() => ID, { nullable: true })
  get hostId(): string | null {
    return this.source.hostId === null ? null : toGlobalId('Host', this.source.hostId);
  }

  @Field(() => String, { nullable: true, description: 'Name of the host.' })
  get host(): string | null {
    return this.source.hostName;
  }

  @Field(() => ID, { nullable: true })
  get taskId(): string | null {
    return this.source.taskId === null ? null : toGlobalId('Task', this.source.taskId);
  }

  @Field(() => ID, { nullable: true })
  get stepId(): string | null {
    return this.source.stepId === null ? null : toGlobalId('Step', this.source.stepId);
  }

  @Field(() => GraphQLJSONObject, { description: 'What belongs to the kind: a summary, a message.' })
  get data(): object {
    return this.source.data;
  }
}
