import { Field, InputType } from 'type-graphql';
import { AddressPurposeEnum } from '../shared/enums.js';

@InputType('AddressInput')
export class AddressInput {
  @Field(() => String, { description: 'Name of a declared network.' })
  network!: string;

  @Field(() => String)
  address!: string;

  @Field(() => AddressPurposeEnum)
  purpose!: string;
}
