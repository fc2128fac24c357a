import { connectionOf } from '../shared/connection.js';
import { WebhookEndpoint } from './webhook-endpoint.type.js';

export const WebhookEndpointConnection = connectionOf(WebhookEndpoint, 'WebhookEndpoint');
