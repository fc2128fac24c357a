import { Field, ObjectType } from 'type-graphql';
import { WebhookEndpointPayload } from './webhook-endpoint.payload.js';

@ObjectType('CreateWebhookEndpointPayload')
export class CreateWebhookEndpointPayload extends WebhookEndpointPayload {
  @Field(() => String, { nullable: true, description: 'The signing secret; shown in this one answer.' })
  secret(): string | null {
    return this.answered.shownOnce;
  }
}
