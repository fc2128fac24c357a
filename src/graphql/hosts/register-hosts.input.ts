import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';
import { HostInput } from './host.input.js';

@InputType('RegisterHostsInput')
export class RegisterHostsInput extends KeyedInput {
  @Field(() => ID, { description: 'The key that lets us in on all of them.' })
  sshKeyId!: string;

  @Field(() => [HostInput], { description: '1 to 100; all of them are made known, or none.' })
  hosts!: HostInput[];
}
