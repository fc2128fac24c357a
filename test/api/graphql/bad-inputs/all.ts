import { badAccess } from './access.js';
import type { BadInput } from './bad-input.js';
import { badClusters } from './clusters.js';
import { badHosts } from './hosts.js';
import { badWork } from './work.js';

export const badInputs: readonly BadInput[] = [...badHosts, ...badClusters, ...badWork, ...badAccess];

/** Mutations that may be repeated without an idempotency key. */
export const repeatable: readonly string[] = [
  'cancelOperation',
  ...['acknowledgeFinding', 'withdrawAcknowledgement'],
  ...[
    'confirmHostKey',
    'updateHost',
    'updateDatabaseServer',
    'revokeApiToken',
    'updateWebhookEndpoint',
    'deleteWebhookEndpoint',
    'deleteVantage',
  ],
];
