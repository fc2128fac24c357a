import { Field, ID, InputType } from 'type-graphql';
import { CreatingInput } from '../shared/mutation.input.js';

@InputType('RegisterVantageInput')
export class RegisterVantageInput extends CreatingInput {
  @Field(() => String)
  name!: string;

  @Field(() => ID, {
    description:
      'A MANAGED host with SSH that is no member of a cluster; it needs bash, and nothing is installed on it.',
  })
  hostId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where clusters see its connections come from; the address of its SSH unless said otherwise.',
  })
  sourceAddress?: string;
}
