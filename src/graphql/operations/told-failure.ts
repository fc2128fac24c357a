import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { OtherFailure } from '../../engine/failure.js';
import { Remedy } from '../shared/remedy.type.js';

/** What is told of whatever failed: where, at what, and what to do. */
@ObjectType({ simpleResolvers: true })
export abstract class ToldFailure<S extends OtherFailure = OtherFailure> {
  constructor(protected readonly source: S) {}

  @Field(() => String, { description: 'What happened; it names the host that it is about.' })
  get message(): string {
    return this.source.message;
  }

  @Field(() => ID, {
    nullable: true,
    description: 'The host that it is about. Where a violated rule was seen on another one, the evidence says so.',
  })
  get hostId(): string | null {
    return this.source.hostId === null ? null : toGlobalId('Host', this.source.hostId);
  }

  @Field(() => ID, { nullable: true })
  get stepId(): string | null {
    return this.source.stepId === null ? null : toGlobalId('Step', this.source.stepId);
  }

  @Field(() => String, { nullable: true, description: 'The rule that is violated, e.g. R-NODE-2.' })
  get rule(): string | null {
    return this.source.ruleId;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What the rule says, as in Finding, for translation; null where no rule says it.',
  })
  get messageCode(): string | null {
    return this.source.messageCode;
  }

  @Field(() => GraphQLJSONObject, { nullable: true, description: "What fills the rule's message; null without one." })
  get parameters(): object | null {
    return this.source.parameters;
  }

  @Field(() => [Remedy], { description: 'What to do about it before the operation is tried again.' })
  get remedies(): readonly Remedy[] {
    return this.source.remedies.map((remedy) => new Remedy(remedy));
  }
}
