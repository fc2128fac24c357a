import { Field, ID, InputType } from 'type-graphql';
import { ProofKindEnum } from '../shared/enums.js';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('ProveClusterInput')
export class ProveClusterInput extends KeyedInput {
  @Field(() => ID)
  clusterId!: string;

  @Field(() => [ProofKindEnum], {
    nullable: true,
    description: 'All that have something to prove, unless said otherwise.',
  })
  proofs?: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'Where to look from; without one, what is seen from outside is left out.',
  })
  vantageId?: string;
}
