import { membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/**
 * User storage has a place. User storage is on the manager, which exports it, or on one file server of the cluster.
 * Every node reads the same tree; a third place would be a second copy.
 */
export const storageMode = defineRule({
  id: 'R-STO-1',
  title: 'User storage has a place',
  law: 'User storage is on the manager, which exports it, or on one file server of the cluster.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Storage Options"',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const storage = spec.core.userStorage;
    if (storage.mode === 'MANAGER_LOCAL') return;
    const servers = membersWithRole(spec.core, 'FILE_SERVER');
    if (servers.some(({ member }) => member.hostId === storage.fileServer)) return;
    const host = facts.hostName(storage.fileServer);
    const choices = servers.map(({ member }) => facts.hostName(member.hostId)).join(', ') || 'none';
    report.violated({
      subject: hostSubject(storage.fileServer),
      code: 'FILE_SERVER_NOT_MEMBER',
      message: `User storage names ${host}, which is no member with role FILE_SERVER; such members: ${choices}.`,
      parameters: { host, choices },
      field: ['userStorage', 'fileServer'],
      remedies: [declareInstead(`Add ${host} as a member with role FILE_SERVER, or choose MANAGER_LOCAL`)],
    });
  },
});
