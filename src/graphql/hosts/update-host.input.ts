import { Field, ID, InputType, Int } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('UpdateHostInput', { description: 'What is left out stays as it is.' })
export class UpdateHostInput extends RepeatableInput {
  @Field(() => ID)
  hostId!: string;

  @Field(() => Int, { nullable: true, description: 'Refused where the host is at another version by now.' })
  expectedVersion?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Where its sshd listens; the confirmed key is asked for there too.',
  })
  address?: string;

  @Field(() => Int, { nullable: true })
  port?: number;

  @Field(() => String, { nullable: true, description: 'root, or a login with password-less sudo.' })
  user?: string;

  @Field(() => ID, { nullable: true, description: 'The key that lets Hostwright in.' })
  sshKeyId?: string;

  @Field(() => ID, { nullable: true, description: 'Another host of yours, through which it is reached.' })
  reachedThroughId?: string;

  @Field(() => Boolean, { nullable: true, description: 'True: it is reached through no other host any more.' })
  reachedDirectly?: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'The key that the host must show, as ssh-keygen -l prints it there. Only while the host never answered; later confirmHostKey.',
  })
  hostKeyFingerprint?: string;
}
