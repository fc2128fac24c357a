import { Field, ID, InputType, Int } from 'type-graphql';
import { ManagementEnum } from '../shared/enums.js';
import { LabelInput } from '../shared/mutation.input.js';

@InputType('HostInput', { description: 'Where the sshd of a host listens, who we are there, which key it must show.' })
export class HostInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  address!: string;

  @Field(() => Int, { nullable: true, description: '22 unless said otherwise.' })
  port?: number;

  @Field(() => String, { nullable: true, description: 'root, or a login with password-less sudo.' })
  user?: string;

  @Field(() => ID, { nullable: true, description: 'The host before it, made known by an earlier request.' })
  reachedThroughId?: string;

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

  @Field(() => [LabelInput], { nullable: true })
  labels?: LabelInput[];

  @Field(() => String, { nullable: true, description: "The client's own id, unique within the tenant." })
  externalRef?: string;
}
