import { Field, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('ApplyPlanInput')
export class ApplyPlanInput extends KeyedInput {
  @Field(() => String, { description: 'As Plan.token had it; it holds the mutation and its input, encrypted.' })
  token!: string;
}
