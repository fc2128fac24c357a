import { membersWithRole, quorumNetworkOf } from '../../domain/members.js';
import { hostRoles, type ClusterCore } from '../../domain/spec.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/** The private networks that count: that of the quorum address where it is private, else every private one. */
function privateNetworks(core: ClusterCore): ReadonlySet<string> {
  const all = core.networks.filter((network) => network.kind === 'PRIVATE').map((network) => network.name);
  const ofQuorum = quorumNetworkOf(core);
  return new Set(ofQuorum?.kind === 'PRIVATE' ? [ofQuorum.name] : all);
}

/**
 * A private address on each server. Under PUBLIC_PRIVATE every server has an address on the private network.
 * Storage, databases and logs travel there; a server without one would need a way round over the public side.
 */
export const privateAddressPerServer = defineRule({
  id: 'R-NET-DUAL-4',
  title: 'A private address on each server',
  law: 'Under PUBLIC_PRIVATE every server has an address on the private network.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Servers on both public and private network"',
  moments: ['declared'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  check({ spec, facts }, report) {
    const { core } = spec;
    const accepted = privateNetworks(core);
    for (const { member, field } of membersWithRole(core, ...hostRoles)) {
      if (member.addresses.some((address) => accepted.has(address.network))) continue;
      const host = facts.hostName(member.hostId);
      const networks = [...accepted].join(', ') || 'a private network, of which none is declared';
      report.violated({
        subject: hostSubject(member.hostId),
        code: 'NO_PRIVATE_ADDRESS',
        message: `${host} declares no address on the private network (${networks}).`,
        parameters: { host, networks },
        field: [...field, 'addresses'],
        missing: true,
        remedies: [declareInstead(`Declare the private address of ${host}`)],
      });
    }
  },
});
