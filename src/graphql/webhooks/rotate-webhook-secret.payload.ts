import { Field, ObjectType } from 'type-graphql';
import { WebhookEndpointPayload } from './webhook-endpoint.payload.js';

@ObjectType('RotateWebhookSecretPayload')
export class RotateWebhookSecretPayload extends WebhookEndpointPayload {
  @Field(() => String, { nullable: true, description: 'The new signing secret; shown in this one answer.' })
  secret(): string | null {
    return this.answered.shownOnce;
  }
}
