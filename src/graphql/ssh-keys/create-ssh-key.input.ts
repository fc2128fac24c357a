import { Field, InputType } from 'type-graphql';
import { CreatingInput } from '../shared/mutation.input.js';

@InputType('CreateSshKeyInput')
export class CreateSshKeyInput extends CreatingInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'An unencrypted private key; a new ed25519 key is made without it.',
  })
  privateKey?: string;
}
