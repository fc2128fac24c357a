import { connectionOf } from '../shared/connection.js';
import { WebhookAttempt } from './webhook-attempt.type.js';

export const WebhookAttemptConnection = connectionOf(WebhookAttempt, 'WebhookAttempt');
