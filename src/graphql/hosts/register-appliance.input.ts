import { Field, InputType } from 'type-graphql';
import { CreatingInput } from '../shared/mutation.input.js';

@InputType('RegisterApplianceInput')
export class RegisterApplianceInput extends CreatingInput {
  @Field(() => String)
  name!: string;
}
