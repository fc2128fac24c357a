import { Field, ID, InputType } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('AcknowledgeFindingInput')
export class AcknowledgeFindingInput extends RepeatableInput {
  @Field(() => ID)
  clusterId!: string;

  @Field(() => String, { description: 'Id of the rule.' })
  rule!: string;

  @Field(() => String, { description: 'As the finding printed it.' })
  subject!: string;

  @Field(() => String, { nullable: true, description: 'Why it is meant; up to 1000 characters.' })
  note?: string;
}
