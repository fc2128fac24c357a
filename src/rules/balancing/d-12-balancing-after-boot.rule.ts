import { managerOf } from '../../domain/members.js';
import { unitState } from '../../probes/system/unit-state.js';
import { directorUnit } from '../../probes/balancing/director-unit.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { notBalancedHere } from './not-balanced-here.js';

/**
 * Balancing after a boot. What balances on the manager starts again when that boots.
 * Else every service is away after the next power cut, long after anybody remembers why.
 */
export const balancingAfterBoot = defineRule({
  id: 'D-12',
  title: 'Balancing after a boot',
  law: 'What balances on the manager is started again when the manager boots.',
  severity: 'WARNING',
  source: 'InterWorx documentation, how to manage load balancing',
  moments: ['after'],
  notApplicable: notBalancedHere,
  looks({ core }) {
    const manager = managerOf(core);
    return manager === undefined ? [] : [{ hostId: manager.member.hostId, probe: unitState(directorUnit) }];
  },
  check({ spec, facts, clusterId }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const subject = hostSubject(hostId);
    const unit = report.read(subject, hostId, unitState(directorUnit));
    if (unit === undefined) return;
    if (unit.value.enabled) return report.met(subject, [unit.evidence]);
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'NOT_AT_BOOT',
      message: `On manager ${host} ${directorUnit} is not started at boot, so that nothing is balanced after one.`,
      parameters: { host, unit: directorUnit },
      field: manager.field,
      evidence: [unit.evidence],
      remedies: [repairCluster(clusterId)],
    });
  },
});
