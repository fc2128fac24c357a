import { Field, InputType } from 'type-graphql';
import { NetworkKindEnum } from '../shared/enums.js';

@InputType('NetworkInput')
export class NetworkInput {
  @Field(() => String)
  name!: string;

  @Field(() => NetworkKindEnum)
  kind!: string;

  @Field(() => String)
  cidr!: string;
}
