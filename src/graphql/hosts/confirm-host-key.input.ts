import { Field, ID, InputType } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('ConfirmHostKeyInput')
export class ConfirmHostKeyInput extends RepeatableInput {
  @Field(() => ID)
  hostId!: string;

  @Field(() => String, { description: 'As ssh-keygen -l prints it on the host.' })
  fingerprint!: string;
}
