import { managerOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/** Storage can leave the manager. User storage can lie on a file server, which is shared by NFS. */
export const storageAway = defineRule({
  id: 'R-OFF-2',
  title: 'Storage can leave the manager',
  law: 'User storage can lie on a file server instead of the manager; a manager that holds it is told.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Spreading computation responsibility to other servers"',
  moments: ['declared'],
  check({ spec: { core }, facts }, report) {
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const subject = hostSubject(manager.member.hostId);
    if (core.userStorage.mode === 'EXTERNAL') return report.met(subject);
    const host = facts.hostName(manager.member.hostId);
    report.violated({
      subject,
      code: 'MANAGER_HOLDS_STORAGE',
      message: `User storage lies on manager ${host}; a file server can hold it.`,
      parameters: { host },
      field: ['userStorage', 'mode'],
      remedies: [declareInstead('Declare user storage EXTERNAL on a file server')],
    });
  },
});
