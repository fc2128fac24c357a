import { Field, InputType } from 'type-graphql';

@InputType('SshKeyFilter')
export class SshKeyFilter {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true })
  externalRef?: string;
}
