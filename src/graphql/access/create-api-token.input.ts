import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { RoleEnum } from '../shared/enums.js';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('CreateApiTokenInput')
export class CreateApiTokenInput extends KeyedInput {
  @Field(() => String)
  name!: string;

  @Field(() => RoleEnum)
  role!: string;

  @Field(() => ID, { nullable: true, description: 'Binds it to one cluster.' })
  clusterId?: string;

  @Field(() => GraphQLDateTime, { nullable: true })
  expiresAt?: Date;
}
