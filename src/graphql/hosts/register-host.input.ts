import { Field, ID, InputType, Int } from 'type-graphql';
import { ManagementEnum } from '../shared/enums.js';
import { CreatingInput } from '../shared/mutation.input.js';

@InputType('RegisterHostInput')
export class RegisterHostInput extends CreatingInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  address!: string;

  @Field(() => Int, { nullable: true, description: '22 unless said otherwise.' })
  port?: number;

  @Field(() => String, { nullable: true, description: 'root, or a login with password-less sudo.' })
  user?: string;

  @Field(() => ID, { nullable: true, description: 'The host before it.' })
  reachedThroughId?: string;

  @Field(() => ID)
  sshKeyId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Pins the key at once; without it the host is asked and the key has to be confirmed.',
  })
  hostKeyFingerprint?: string;

  @Field(() => ManagementEnum, {
    nullable: true,
    description:
      'MANAGED unless said otherwise. OBSERVED: looked at and judged, never changed, as a file server that its owner runs.',
  })
  management?: string;
}
