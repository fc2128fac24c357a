import { Field, ID, InputType, Int } from 'type-graphql';
import { CreatingInput } from '../shared/mutation.input.js';

@InputType('RegisterDatabaseServerInput')
export class RegisterDatabaseServerInput extends CreatingInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'As the host at reachedThroughId reaches it.' })
  address!: string;

  @Field(() => Int, { nullable: true, description: '3306 unless said otherwise.' })
  port?: number;

  @Field(() => String, { nullable: true, description: 'root unless said otherwise.' })
  user?: string;

  @Field(() => String)
  password!: string;

  @Field(() => ID, {
    description:
      "The host that forwards our connections; choose one near the server. MySQL's own connection is not encrypted: up to that host it goes inside of SSH, from there to the server in the clear.",
  })
  reachedThroughId!: string;
}
