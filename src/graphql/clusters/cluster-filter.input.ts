import { Field, InputType } from 'type-graphql';
import { ClusterStateEnum } from '../shared/enums.js';

@InputType('ClusterFilter')
export class ClusterFilter {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => ClusterStateEnum, { nullable: true })
  state?: string;

  @Field(() => String, { nullable: true })
  externalRef?: string;
}
