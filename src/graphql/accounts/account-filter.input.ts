import { Field, InputType } from 'type-graphql';
import { AccountStateEnum } from '../shared/enums.js';

@InputType('AccountFilter')
export class AccountFilter {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => AccountStateEnum, { nullable: true })
  state?: string;

  @Field(() => String, { nullable: true })
  externalRef?: string;
}
