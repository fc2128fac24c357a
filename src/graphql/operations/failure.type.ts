import { Field, Int, ObjectType } from 'type-graphql';
import type { Failure as FailureSource } from '../../engine/failure.js';
import { Evidence } from '../shared/evidence.type.js';
import { OtherFailure } from './other-failure.type.js';
import { ToldFailure } from './told-failure.js';

@ObjectType('Failure', {
  simpleResolvers: true,
  description: 'Where an operation failed, what was seen and what to do.',
})
export class Failure extends ToldFailure<FailureSource> {
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
}
