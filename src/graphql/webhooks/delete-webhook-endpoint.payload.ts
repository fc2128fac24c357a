import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Payload } from '../shared/payload.js';

@ObjectType('DeleteWebhookEndpointPayload')
export class DeleteWebhookEndpointPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The endpoint that is gone.' })
  webhookEndpointId(): string | null {
    const id = this.answered.ids['webhookEndpoint'];
    return id === undefined ? null : toGlobalId('WebhookEndpoint', id);
  }
}
