import { addressesOf, nodesOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/**
 * A private address on each node. Under PRIVATE_NAT each node has at least one private address of its own.
 * It answers clients from the service address, which it holds besides and which is not its own.
 */
export const privateAddressPerNode = defineRule({
  id: 'R-NET-NAT-2',
  title: 'A private address on each node',
  law: 'Under PRIVATE_NAT each node has at least one private address of its own.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['declared'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec: { core }, facts }, report) {
    for (const node of nodesOf(core)) {
      const own = addressesOf(core, [node]);
      if (own.some(({ address, network }) => network?.kind === 'PRIVATE' && address.purpose === 'HOST')) continue;
      const host = facts.hostName(node.member.hostId);
      report.violated({
        subject: hostSubject(node.member.hostId),
        code: 'NO_PRIVATE_ADDRESS',
        message: `Node ${host} declares no private address with purpose HOST; the manager reaches it over one.`,
        parameters: { host },
        field: [...node.field, 'addresses'],
        missing: true,
        remedies: [declareInstead(`Declare the private address of ${host} with purpose HOST`)],
      });
    }
  },
});
