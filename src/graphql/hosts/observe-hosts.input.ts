import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('ObserveHostsInput')
export class ObserveHostsInput extends KeyedInput {
  @Field(() => [ID])
  hostIds!: string[];
}
