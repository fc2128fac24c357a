import { Field, ID, InputType, Int } from 'type-graphql';
import { AcknowledgementInput, KeyedInput, provedAfterwards } from '../shared/mutation.input.js';

@InputType('SetUpClusterInput')
export class SetUpClusterInput extends KeyedInput {
  @Field(() => ID)
  clusterId!: string;

  @Field(() => Int, { nullable: true, description: 'Refuse when the cluster is at another version.' })
  expectedVersion?: number;

  @Field(() => [AcknowledgementInput], { nullable: true })
  acknowledge?: AcknowledgementInput[];

  @Field(() => Boolean, { nullable: true, description: provedAfterwards })
  prove?: boolean;
}
