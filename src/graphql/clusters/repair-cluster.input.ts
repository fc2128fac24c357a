import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('RepairClusterInput')
export class RepairClusterInput extends KeyedInput {
  @Field(() => ID)
  clusterId!: string;
}
