import { ObjectType } from 'type-graphql';
import { WebhookEndpointPayload } from './webhook-endpoint.payload.js';

@ObjectType('UpdateWebhookEndpointPayload')
export class UpdateWebhookEndpointPayload extends WebhookEndpointPayload {}
