import { z } from 'zod';
import { defineEventKind } from '../event-kind.js';
import { endpointPart } from './payload-parts.js';

const endpoint = { id: 'V2ViaG9va0VuZHBvaW50Og…', externalRef: null };

export const webhookProbe = defineEventKind({
  name: 'webhook.probe',
  firedWhen:
    'an endpoint was just created, or somebody probes it; tried once, and sent whatever kinds the endpoint chose',
  sent: true,
  data: z.object({ endpoint: endpointPart }),
  sample: { endpoint },
});

export const webhookHeartbeat = defineEventKind({
  name: 'webhook.heartbeat',
  firedWhen:
    'so many minutes passed, for an endpoint that asked for it, and is tried once: whoever misses one knows that the way is broken',
  sent: true,
  data: z.object({ endpoint: endpointPart, everyMinutes: z.int() }),
  sample: { endpoint, everyMinutes: 15 },
});

export const webhookEndpointDisabled = defineEventKind({
  name: 'webhook.endpoint_disabled',
  firedWhen: 'an endpoint answered 410, or failed for five days and ten times in a row; told to the other endpoints',
  sent: true,
  data: z.object({
    endpoint: endpointPart,
    reason: z.enum(['GONE', 'FAILING']),
    failingSince: z.iso.datetime().nullable(),
    message: z.string(),
  }),
  sample: {
    endpoint,
    reason: 'FAILING',
    failingSince: '2026-11-20T10:00:00.000Z',
    message: 'It has failed for five days; enable it with updateWebhookEndpoint once it is mended.',
  },
});
