import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import type { Failure as FailureSource } from '../../engine/failure.js';
import { Evidence } from '../shared/evidence.type.js';
import { Remedy } from '../shared/remedy.type.js';
import { OtherFailure } from './other-failure.type.js';

@ObjectType('Failure', {
  simpleResolvers: true,
  description: 'Where an operation failed, what was seen and what to do.',
})
export class Failure {
  constructor(private readonly source: FailureSource) {}

  @Field(() => String)
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

  @Field(() => [Evidence], { description: 'What hosts said that a violated rule rests on.' })
  get evidence(): readonly Evidence[] {
    return this.source.evidence.map(
      ({ observedAt, ...said }) => new Evidence({ ...said, observedAt: new Date(observedAt) }),
    );
  }

  @Field(() => [OtherFailure], {
    description: 'What failed besides, the first of it: of each host one before a second of any.',
  })
  get others(): readonly OtherFailure[] {
    return this.source.others.map((other) => new OtherFailure(other));
  }

  @Field(() => Int, {
    description: 'How much failed besides that is not among others; the tasks of the operation have all.',
  })
  get untold(): number {
    return this.source.untold;
  }

  @Field(() => [Remedy])
  get remedies(): readonly Remedy[] {
    return this.source.remedies.map((remedy) => new Remedy(remedy));
  }
}
