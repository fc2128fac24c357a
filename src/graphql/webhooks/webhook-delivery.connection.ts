import { connectionOf } from '../shared/connection.js';
import { WebhookDelivery } from './webhook-delivery.type.js';

export const WebhookDeliveryConnection = connectionOf(WebhookDelivery, 'WebhookDelivery');
