import { ObjectType } from 'type-graphql';
import { WebhookEndpointPayload } from './webhook-endpoint.payload.js';

@ObjectType('RedeliverWebhooksPayload')
export class RedeliverWebhooksPayload extends WebhookEndpointPayload {}
