import { Field, ID, InputType } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('CancelOperationInput')
export class CancelOperationInput extends RepeatableInput {
  @Field(() => ID)
  operationId!: string;
}
