import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('RetryOperationInput')
export class RetryOperationInput extends KeyedInput {
  @Field(() => ID)
  operationId!: string;
}
