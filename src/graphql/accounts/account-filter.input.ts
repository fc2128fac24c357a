import { Field, InputType } from 'type-graphql';
import { AccountStateEnum } from '../shared/enums.js';

@InputType('AccountFilter')
export class AccountFilter {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => AccountStateEnum, { nullable: true })
  state?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Finds the account that has it now; deleted ones that had it, where none has.',
  })
  externalRef?: string;
}
