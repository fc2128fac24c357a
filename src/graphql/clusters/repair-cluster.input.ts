import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput, provedAfterwards } from '../shared/mutation.input.js';

@InputType('RepairClusterInput')
export class RepairClusterInput extends KeyedInput {
  @Field(() => ID)
  clusterId!: string;

  @Field(() => Boolean, { nullable: true, description: provedAfterwards })
  prove?: boolean;
}
