import { z } from 'zod';
import { beSureOfKey } from '../../domain/ways-back.js';
import { defineEventKind } from '../event-kind.js';
import { remedyPart } from './rule-parts.js';
import { hostPart, operationPart, sampleHost, sampleOperation } from './payload-parts.js';

const offeredKey = 'SHA256:q6X1PzJ8tqvQ2C0nUqv6M7zq3aQmD5c1kYw8s0rTn4E';
const confirmedKey = 'SHA256:uNiVztksCsDhcc0u9e8BrAOnLv4rdA2dTvBQ1bGgJxM';

const seen = z.object({ operation: operationPart, host: hostPart });
const told = seen.extend({ message: z.string() });
const mendable = told.extend({ remedies: z.array(remedyPart) });

export const hostUnreachable = defineEventKind({
  name: 'host.unreachable',
  firedWhen:
    'a host that was fine could not be reached, which is tried again, or refused our login, which is tried twice',
  sent: true,
  data: mendable,
  sample: {
    ...{ operation: sampleOperation, host: sampleHost },
    message: 'root@192.0.2.12 port 22: connection refused',
    remedies: [
      {
        title: 'See that web-2 runs and serves SSH at 192.0.2.12 port 22, and that no firewall is between',
        ...{ mutation: null, input: null, command: null, hostId: sampleHost.id },
      },
      {
        ...{ title: 'If web-2 is at another address or port, give that', mutation: 'updateHost' },
        ...{ input: { hostId: sampleHost.id, address: '<the right address>', port: 22 }, command: null },
        hostId: sampleHost.id,
      },
    ],
  },
});

export const hostRecovered = defineEventKind({
  name: 'host.recovered',
  firedWhen:
    'a host that could not be reached, or that was quarantined for its key, answers again with the confirmed key',
  sent: true,
  data: seen,
  sample: { operation: sampleOperation, host: sampleHost },
});

export const hostKeyChanged = defineEventKind({
  name: 'host.key_changed',
  firedWhen: 'a host shows another key than the pinned one; it is left alone until a person confirms the new key',
  sent: true,
  data: mendable,
  sample: {
    ...{ operation: sampleOperation, host: sampleHost },
    message: `root@192.0.2.12 port 22: host key ${offeredKey} is not the confirmed one, ${confirmedKey}`,
    remedies: beSureOfKey({
      ...{ hostId: '', name: 'web-2', endpoint: { address: '192.0.2.12', port: 22 }, confirmedSha256: confirmedKey },
      offered: { algorithm: 'ssh-ed25519', sha256: offeredKey },
    }).map((remedy) => ({
      ...remedy,
      ...{ input: { ...remedy.input, hostId: sampleHost.id }, hostId: sampleHost.id },
    })),
  },
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
