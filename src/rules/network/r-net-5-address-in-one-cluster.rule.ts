import { networkClass, wholeNetwork } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole, type PlacedAddress } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import type { DeclaredElsewhere, Severity } from '../rule.js';
import { addressSubject } from '../subject.js';

/**
 * How sure it is that two machines would have one address on one network. A public one is reached from everywhere, so that there is
 * one of it. A private one may be used on any number of networks that do not touch; of those we only know how they are numbered.
 * What the steps bind, other than what the machine brought, is worth a question. A draft is on no machine yet, and asked when it is
 * set up.
 */
function severityOf({ address, network }: PlacedAddress, elsewhere: DeclaredElsewhere): Severity {
  if (elsewhere.isDraft) return 'INFO';
  if (networkClass(wholeNetwork(address.address)) === 'PUBLIC') return 'ERROR';
  const isBound = address.purpose !== 'HOST' || elsewhere.purpose !== 'HOST';
  return isBound && network !== undefined && network.cidr === elsewhere.cidr ? 'WARNING' : 'INFO';
}

/**
 * An address in one cluster. What manager and nodes declare, no other cluster of the tenant declares for another host.
 * Two machines with one address take each other's connections.
 */
export const addressInOneCluster = defineRule({
  id: 'R-NET-5',
  title: 'An address in one cluster',
  law: 'An address that a cluster declares is declared by no other cluster of the tenant on the same network.',
  severity: 'ERROR',
  source: 'Our own: two machines with one address take connections from each other',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const members = membersWithRole(spec.core, 'MANAGER', 'NODE', 'FILE_SERVER', 'DATABASE_SERVER');
    for (const placed of addressesOf(spec.core, members)) {
      const { address, member, field } = placed;
      for (const elsewhere of facts.declaredElsewhere(address.address)) {
        const { cluster, host: other } = elsewhere;
        if (cluster === spec.core.name) continue;
        const host = facts.hostName(member.hostId);
        const severity = severityOf(placed, elsewhere);
        const unlessApart = severity === 'ERROR' ? '' : ', unless the two are on networks of their own';
        report.violated({
          subject: addressSubject(address.address),
          code: 'DECLARED_ELSEWHERE',
          severity,
          message: `${address.address} of ${host} is declared by cluster ${cluster} too, for ${other}; only one of them may have it${unlessApart}.`,
          parameters: { address: address.address, host, cluster, other },
          field: [...field, 'address'],
          remedies: [
            declareInstead(`Declare another address, or take ${address.address} from cluster ${cluster} before that`),
          ],
        });
      }
    }
  },
});
