import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('ObserveHostsInput')
export class ObserveHostsInput extends KeyedInput {
  @Field(() => [ID])
  hostIds!: string[];

  @Field(() => String, { nullable: true, description: 'Token of a plan: also look at what its steps read.' })
  plan?: string;
}
