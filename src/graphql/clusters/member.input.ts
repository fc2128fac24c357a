import { Field, ID, InputType } from 'type-graphql';
import { HostRoleEnum } from '../shared/enums.js';
import { AddressInput } from './address.input.js';

@InputType('MemberInput')
export class MemberInput {
  @Field(() => ID)
  hostId!: string;

  @Field(() => HostRoleEnum)
  role!: string;

  @Field(() => [AddressInput], { nullable: true })
  addresses?: AddressInput[];
}
