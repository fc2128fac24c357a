import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { OtherFailure as OtherFailureSource } from '../../engine/failure.js';
import { Remedy } from '../shared/remedy.type.js';

@ObjectType('OtherFailure', { simpleResolvers: true, description: 'What failed in an operation besides.' })
export class OtherFailure {
  constructor(private readonly source: OtherFailureSource) {}

  @Field(() => String, { description: 'Names the host.' })
  get message(): string {
    return this.source.message;
  }

  @Field(() => ID, { nullable: true })
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

  @Field(() => [Remedy], { description: 'What to do about it before the operation is tried again.' })
  get remedies(): readonly Remedy[] {
    return this.source.remedies.map((remedy) => new Remedy(remedy));
  }
}
