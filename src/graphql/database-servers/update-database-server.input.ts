import { Field, ID, InputType, Int } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('UpdateDatabaseServerInput', { description: 'What is left out stays as it is.' })
export class UpdateDatabaseServerInput extends RepeatableInput {
  @Field(() => ID)
  databaseServerId!: string;

  @Field(() => Int, { nullable: true, description: 'Refused where the database server is at another version by now.' })
  expectedVersion?: number;

  @Field(() => String, {
    nullable: true,
    description:
      'As the host at reachedThroughId reaches it. Address and port change only while nothing of accounts was made on the server.',
  })
  address?: string;

  @Field(() => Int, { nullable: true })
  port?: number;

  @Field(() => String, { nullable: true, description: 'A login that may do everything and grant it.' })
  user?: string;

  @Field(() => String, { nullable: true })
  password?: string;

  @Field(() => ID, { nullable: true, description: 'The host that forwards our connections.' })
  reachedThroughId?: string;
}
