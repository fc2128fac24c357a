import { Field, ID, InputType, Int } from 'type-graphql';
import { AccountRemovalEnum } from '../shared/enums.js';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('DeleteAccountInput')
export class DeleteAccountInput extends KeyedInput {
  @Field(() => ID)
  accountId!: string;

  @Field(() => AccountRemovalEnum)
  removal!: string;

  @Field(() => Int, { nullable: true, description: 'Refuse when the account is at another version.' })
  expectedVersion?: number;
}
