import { Field, ID, InputType } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('WithdrawAcknowledgementInput')
export class WithdrawAcknowledgementInput extends RepeatableInput {
  @Field(() => ID)
  clusterId!: string;

  @Field(() => String, { description: 'Id of the rule.' })
  rule!: string;

  @Field(() => String, { description: 'As the acknowledgement prints it, or by its name: Host node1.' })
  subject!: string;
}
