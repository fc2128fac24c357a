import { Field, ID, InputType } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('RevokeApiTokenInput')
export class RevokeApiTokenInput extends RepeatableInput {
  @Field(() => ID)
  apiTokenId!: string;
}
