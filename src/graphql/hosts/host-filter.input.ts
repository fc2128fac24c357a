import { Field, InputType } from 'type-graphql';
import { HostStateEnum } from '../shared/enums.js';

@InputType('HostFilter')
export class HostFilter {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => HostStateEnum, { nullable: true })
  state?: string;

  @Field(() => String, { nullable: true })
  externalRef?: string;
}
