import { Field, InputType } from 'type-graphql';
import { WebhookEndpointStateEnum } from '../shared/enums.js';

@InputType('WebhookEndpointFilter')
export class WebhookEndpointFilter {
  @Field(() => WebhookEndpointStateEnum, { nullable: true })
  state?: string;

  @Field(() => String, { nullable: true })
  externalRef?: string;
}
