import { addressesOf, managerOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/**
 * Two private addresses on the manager. Under PRIVATE_NAT the manager has two private addresses: the quorum address and one that
 * receives what the NAT device hands on.
 */
export const twoPrivateAddresses = defineRule({
  id: 'R-NET-NAT-1',
  title: 'Two private addresses on the manager',
  law: 'Under PRIVATE_NAT the manager has two private addresses: the quorum address and one that receives what the NAT device hands on.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['declared'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec, facts }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const host = facts.hostName(manager.member.hostId);
    const own = addressesOf(spec.core, [manager]).filter(({ network }) => network?.kind === 'PRIVATE');
    const wanted = [
      { purpose: 'QUORUM', code: 'NO_PRIVATE_QUORUM', use: 'other servers have no address to turn to' },
      { purpose: 'SERVICE', code: 'NO_SERVICE_ADDRESS', use: 'the NAT device has nowhere to hand connections on to' },
    ] as const;
    for (const { purpose, code, use } of wanted) {
      if (own.some(({ address }) => address.purpose === purpose)) continue;
      report.violated({
        subject: hostSubject(manager.member.hostId),
        code,
        message: `None of the private addresses of manager ${host} has purpose ${purpose}, so that ${use}.`,
        parameters: { host, purpose },
        field: [...manager.field, 'addresses'],
        missing: true,
        remedies: [declareInstead(`Declare on ${host} a private address with purpose ${purpose}`)],
      });
    }
  },
});
