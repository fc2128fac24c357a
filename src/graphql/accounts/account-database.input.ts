import { Field, ID, InputType } from 'type-graphql';

@InputType('AccountDatabaseInput')
export class AccountDatabaseInput {
  @Field(() => ID, { nullable: true, description: "The manager's own server unless said otherwise." })
  serverId?: string;

  @Field(() => String, { nullable: true, description: "The account's name unless said otherwise." })
  name?: string;

  @Field(() => String, { nullable: true, description: "The account's name unless said otherwise." })
  user?: string;

  @Field(() => String, { nullable: true, description: 'Made and shown once without it.' })
  password?: string;
}
