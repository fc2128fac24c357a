import { defineEventKind } from '../event-kind.js';
import { sampleHost, sampleOperation, troublePart } from './payload-parts.js';

const sample = { operation: sampleOperation, host: sampleHost };
const again = { mutation: 'retryOperation', input: { operationId: sampleOperation.id }, command: null, hostId: null };

export const exportDenied = defineEventKind({
  name: 'storage.export_denied',
  firedWhen: 'a node may not mount the user storage: its server denies access',
  sent: true,
  data: troublePart,
  sample: {
    ...sample,
    step: { id: 'U3RlcDo…', kind: 'storage.mount', key: '/chroot', subject: '/chroot' },
    message: 'not true after the change: /chroot is not mounted; mount.nfs4: access denied by server',
    remedies: [{ ...again, title: 'Admit the host in the exports, then try again' }],
  },
});

export const quotaNotEnforced = defineEventKind({
  name: 'storage.quota_not_enforced',
  firedWhen:
    'the host that holds user storage does not limit an account as its quota says, or a step finds that it cannot be limited',
  sent: true,
  data: troublePart,
  sample: {
    ...sample,
    step: null,
    message: 'Account bakery (GID 20000) has no limit at /chroot on web-1; it must be 1048576 KiB.',
    remedies: [
      {
        ...{ title: 'Converge the cluster again', mutation: 'repairCluster', input: { clusterId: 'Q2x1c3Rlcjo…' } },
        ...{ command: null, hostId: null },
      },
    ],
  },
});

export const databaseUserFailed = defineEventKind({
  name: 'database.user_failed',
  firedWhen: 'the database or the user of an account could not be made, changed or removed',
  sent: true,
  data: troublePart,
  sample: {
    ...sample,
    step: { id: 'U3RlcDo…', kind: 'database.account', key: 'bakery', subject: 'bakery' },
    message: 'user bakery is there and not ours (it comes from %; it carries no mark)',
    remedies: [{ ...again, title: 'Mend it on the database server, then try again' }],
  },
});

export const vipConflict = defineEventKind({
  name: 'lb.vip_conflict',
  firedWhen: 'another machine on the segment answers for an address that a host shall bind',
  sent: true,
  data: troublePart,
  sample: {
    ...sample,
    step: { id: 'U3RlcDo…', kind: 'network.address', key: '192.0.2.80', subject: '192.0.2.80' },
    message: '192.0.2.80 is already used on the segment (52:54:00:12:34:56 answers for it)',
    remedies: [
      { ...again, title: 'Take it from the other machine, then try again' },
      {
        ...{ title: 'Or declare another address that is free here', mutation: null, input: null },
        ...{ command: null, hostId: null },
      },
    ],
  },
});
