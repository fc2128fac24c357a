import { nobody, rows, type BadInput } from './bad-input.js';

/** What tokens and webhook endpoints are refused for. */
export const badAccess: readonly BadInput[] = [
  ...rows(
    'createApiToken',
    ['no name', () => ({ name: '', role: 'VIEWER' }), 'INVALID_INPUT', 'name'],
    ['a moment that has passed', () => ({ name: 'x', role: 'VIEWER', expiresAt: '2020-01-01T00:00:00Z' }), 'INVALID_INPUT', 'expiresAt'], // prettier-ignore
    ['a missing cluster', () => ({ name: 'x', role: 'VIEWER', clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
  ),
  ...rows('revokeApiToken', ['a missing token', () => ({ apiTokenId: nobody.token }), 'NOT_FOUND', 'apiTokenId']),
  ...rows(
    'createWebhookEndpoint',
    ['no URL', () => ({ url: 'example.com' }), 'INVALID_INPUT', 'url'],
    ['a URL that is no web address', () => ({ url: 'ftp://example.com/' }), 'INVALID_INPUT', 'url'],
    ['a URL with a password', () => ({ url: 'https://me:secret@example.com/' }), 'INVALID_INPUT', 'url'],
    ['a URL with a fragment', () => ({ url: 'https://example.com/#a' }), 'INVALID_INPUT', 'url'],
    ['plain HTTP', () => ({ url: 'http://example.com/' }), 'FORBIDDEN_ADDRESS', 'url'],
    ['the port of something else', () => ({ url: 'https://example.com:22/' }), 'FORBIDDEN_ADDRESS', 'url'],
    ['a loopback address', () => ({ url: 'https://127.1/' }), 'FORBIDDEN_ADDRESS', 'url'],
    ['a kind that there is not', () => ({ url: 'https://example.com/', kinds: ['x'] }), 'INVALID_INPUT', 'kinds.0'],
    ['a kind twice', () => ({ url: 'https://example.com/', kinds: ['step.failed', 'step.failed'] }), 'INVALID_INPUT', 'kinds'], // prettier-ignore
    ['a heartbeat without pause', () => ({ url: 'https://example.com/', heartbeatMinutes: 0 }), 'INVALID_INPUT', 'heartbeatMinutes'], // prettier-ignore
    ['the reference of another endpoint', () => ({ url: 'https://example.com/', externalRef: 'taken' }), 'EXTERNAL_REF_TAKEN', 'externalRef'], // prettier-ignore
  ),
  ...rows(
    'updateWebhookEndpoint',
    ['a missing endpoint', () => ({ webhookEndpointId: nobody.hook }), 'NOT_FOUND', 'webhookEndpointId'],
    ['another version', ({ hook }) => ({ webhookEndpointId: hook, expectedVersion: 7 }), 'VERSION_CONFLICT', 'expectedVersion'], // prettier-ignore
    ['a private address', ({ hook }) => ({ webhookEndpointId: hook, url: 'https://10.0.0.1/' }), 'FORBIDDEN_ADDRESS', 'url'], // prettier-ignore
  ),
  ...rows('deleteWebhookEndpoint', [
    'a missing endpoint',
    () => ({ webhookEndpointId: nobody.hook }),
    'NOT_FOUND',
    'webhookEndpointId',
  ]),
  ...rows(
    'rotateWebhookSecret',
    ['a missing endpoint', () => ({ webhookEndpointId: nobody.hook }), 'NOT_FOUND', 'webhookEndpointId'],
    ['an overlap without end', ({ hook }) => ({ webhookEndpointId: hook, overlapHours: 169 }), 'INVALID_INPUT', 'overlapHours'], // prettier-ignore
  ),
  ...rows('probeWebhookEndpoint', [
    'a missing endpoint',
    () => ({ webhookEndpointId: nobody.hook }),
    'NOT_FOUND',
    'webhookEndpointId',
  ]),
  ...rows(
    'redeliverWebhooks',
    ['neither deliveries nor a range', ({ hook }) => ({ webhookEndpointId: hook }), 'INVALID_INPUT', 'from'],
    ['a range that ends before it begins', ({ hook }) => ({ webhookEndpointId: hook, from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }), 'INVALID_INPUT', 'to'], // prettier-ignore
    ['a missing endpoint', () => ({ webhookEndpointId: nobody.hook, from: '2026-01-02T00:00:00Z' }), 'NOT_FOUND', 'webhookEndpointId'], // prettier-ignore
    ['a missing delivery', ({ hook }) => ({ webhookEndpointId: hook, deliveryIds: [nobody.delivery] }), 'NOT_FOUND', 'deliveryIds.0'], // prettier-ignore
    ['a disabled endpoint', ({ disabledHook }) => ({ webhookEndpointId: disabledHook, from: '2026-01-02T00:00:00Z' }), 'WRONG_STATE', 'webhookEndpointId'], // prettier-ignore
  ),
];
