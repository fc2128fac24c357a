import { Field, ID, InputType } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('DeleteVantageInput')
export class DeleteVantageInput extends RepeatableInput {
  @Field(() => ID)
  vantageId!: string;
}
