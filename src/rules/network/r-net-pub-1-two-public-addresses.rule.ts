import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, managerOf, quorumNetworkOf } from '../../domain/members.js';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';
import { because, type Reason } from '../reason.js';

/** Under PUBLIC_PRIVATE a quorum address on the public network brings the rule back. */
function notApplicable(spec: ClusterSpec): Reason | null {
  const { core } = spec;
  if (core.topology !== 'PUBLIC_PRIVATE') return onlyUnder('PUBLIC')(spec);
  return quorumNetworkOf(core)?.kind === 'PUBLIC'
    ? null
    : because(
        'QUORUM_IS_PRIVATE',
        'The quorum address is private, so that one public address of the manager is enough.',
      );
}

/**
 * Two public addresses on the manager. Where server-to-server traffic is public, the manager has at least two public
 * addresses: the quorum address and one that serves.
 * The quorum address carries no accounts (R-NET-3), so that a single one would leave nothing to serve on.
 */
export const twoPublicAddresses = defineRule({
  id: 'R-NET-PUB-1',
  title: 'Two public addresses on the manager',
  law: 'Where server-to-server traffic is public, the manager has at least two public addresses: the quorum address and one that serves.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on a public network"',
  moments: ['declared'],
  notApplicable,
  check({ spec, facts }, report) {
    const { core } = spec;
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const host = facts.hostName(manager.member.hostId);
    const subject = hostSubject(manager.member.hostId);
    const field = [...manager.field, 'addresses'];
    const own = addressesOf(core, [manager]).filter(({ network }) => network?.kind === 'PUBLIC');
    const count = new Set(own.map(({ address }) => canonicalAddress(address.address))).size;
    if (count < 2) {
      report.violated({
        subject,
        code: 'TOO_FEW_PUBLIC_ADDRESSES',
        message: `Manager ${host} declares ${count} public address${count === 1 ? '' : 'es'}; at least 2 are needed, one as quorum address and one that serves.`,
        parameters: { host, count: String(count) },
        extent: 2 - count,
        field,
        missing: true,
        remedies: [
          declareInstead(`Declare on ${host} a public address with purpose QUORUM and one with purpose SERVICE`),
        ],
      });
    }
    if (!own.some(({ address }) => address.purpose === 'QUORUM')) {
      report.violated({
        subject,
        code: 'NO_PUBLIC_QUORUM',
        message: `None of the public addresses of manager ${host} has purpose QUORUM.`,
        parameters: { host },
        field,
        missing: true,
        remedies: [declareInstead(`Declare on ${host} a public address with purpose QUORUM`)],
      });
    }
    if (!own.some(({ address }) => address.purpose === 'SERVICE')) {
      report.violated({
        subject,
        code: 'NO_SERVICE_ADDRESS',
        message: `None of the public addresses of manager ${host} has purpose SERVICE, so that accounts have nowhere to be.`,
        parameters: { host },
        field,
        missing: true,
        remedies: [declareInstead(`Declare on ${host} a public address with purpose SERVICE`)],
      });
    }
  },
});
