import { z } from 'zod';
import { defineEventKind } from '../event-kind.js';
import { hostPart, operationPart, sampleHost, sampleOperation } from './payload-parts.js';

const seen = z.object({ operation: operationPart, host: hostPart });
const told = seen.extend({ message: z.string() });

export const hostUnreachable = defineEventKind({
  name: 'host.unreachable',
  firedWhen: 'a host that was fine could not be reached; it is tried again',
  sent: true,
  data: told,
  sample: { operation: sampleOperation, host: sampleHost, message: 'web-2: connection refused' },
});

export const hostRecovered = defineEventKind({
  name: 'host.recovered',
  firedWhen: 'a host that could not be reached answers again',
  sent: true,
  data: seen,
  sample: { operation: sampleOperation, host: sampleHost },
});

export const hostKeyChanged = defineEventKind({
  name: 'host.key_changed',
  firedWhen: 'a host shows another key than the pinned one; it is left alone until a person confirms the new key',
  sent: true,
  data: told,
  sample: { operation: sampleOperation, host: sampleHost, message: 'web-2 shows another host key than the pinned one' },
});

/** A message lists so many of them. */
export const listedDrift = 20;

export const hostDrifted = defineEventKind({
  name: 'host.drifted',
  firedWhen: 'an operation finds that something which was made true on a host is true no more, and makes it again',
  sent: true,
  data: told.extend({
    total: z.int().describe('How many of them.'),
    steps: z
      .array(z.object({ kind: z.string(), key: z.string() }))
      .max(listedDrift)
      .describe(`What each makes true on the host; the first ${listedDrift}.`),
  }),
  sample: {
    operation: sampleOperation,
    host: sampleHost,
    total: 1,
    steps: [{ kind: 'storage.mount', key: '/chroot' }],
    message: 'storage.mount /chroot: no longer as made, and now made again',
  },
});

export const logShareStale = defineEventKind({
  name: 'node.log_share_stale',
  firedWhen: "the manager sees no fresh entries in a node's log share",
  sent: true,
  data: told,
  sample: {
    operation: sampleOperation,
    host: sampleHost,
    message:
      'The logs of node web-2 do not reach the manager: their canary is 1200 s old; usage is counted without them.',
  },
});
