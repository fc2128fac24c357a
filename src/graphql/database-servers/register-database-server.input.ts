import { Field, ID, InputType, Int } from 'type-graphql';
import { CreatingInput } from '../shared/mutation.input.js';

@InputType('RegisterDatabaseServerInput')
export class RegisterDatabaseServerInput extends CreatingInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  address!: string;

  @Field(() => Int, { nullable: true, description: '3306 unless said otherwise.' })
  port?: number;

  @Field(() => String, { nullable: true, description: 'root unless said otherwise.' })
  user?: string;

  @Field(() => String)
  password!: string;

  @Field(() => ID, { nullable: true, description: 'The host that forwards our connections.' })
  reachedThroughId?: string;
}
