import { addressesOf, managerOf, quorumNetworkOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { addressSubject, hostSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/**
 * A public address on the manager. Under PUBLIC_PRIVATE the manager has at least one public address, and its private one
 * should be the quorum address.
 * Choosing a public quorum address gives away what the private network is for; it then needs two public addresses (R-NET-PUB-1).
 */
export const publicAddressOnManager = defineRule({
  id: 'R-NET-DUAL-1',
  title: 'A public address on the manager',
  law: 'Under PUBLIC_PRIVATE the manager has at least one public address, and its private one should be the quorum address.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Servers on both public and private network"',
  moments: ['declared'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  check({ spec, facts }, report) {
    const { core } = spec;
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const host = facts.hostName(manager.member.hostId);
    const own = addressesOf(core, [manager]).filter(({ network }) => network?.kind === 'PUBLIC');
    if (own.length === 0) {
      report.violated({
        subject: hostSubject(manager.member.hostId),
        code: 'NO_PUBLIC_ADDRESS',
        message: `Manager ${host} declares no public address; clients reach the cluster through one.`,
        parameters: { host },
        field: [...manager.field, 'addresses'],
        missing: true,
        remedies: [declareInstead(`Declare a public address on ${host} with purpose SERVICE`)],
      });
    }
    if (core.quorumAddress !== null && quorumNetworkOf(core)?.kind === 'PUBLIC') {
      report.violated({
        subject: addressSubject(core.quorumAddress),
        code: 'PUBLIC_QUORUM',
        severity: 'WARNING',
        message: `The quorum address ${core.quorumAddress} is public although there is a private network; choose a private one or acknowledge.`,
        parameters: { address: core.quorumAddress },
        field: ['quorumAddress'],
        remedies: [declareInstead(`Choose an address of ${host} on the private network as quorum address`)],
      });
    }
  },
});
