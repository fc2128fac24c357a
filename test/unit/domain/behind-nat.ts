import { clusterCore, type ClusterCore, type NatSpec } from '../../../src/domain/spec.js';
import { address, managerId, node1Id } from '../rules/clusters.js';

/** The core of a cluster behind a NAT device with one public address, edited. */
export function behindNat(nat: Partial<NatSpec> = {}, edited: Partial<ClusterCore> = {}): ClusterCore {
  return clusterCore.parse({
    ...{ schema: 1, name: 'shop', topology: 'PRIVATE_NAT', quorumAddress: '10.0.0.10' },
    nat: {
      ...{ mode: 'PORT_FORWARDING', publicAddresses: ['9.9.9.9'], forwardTarget: '10.0.0.100', forwardMysql: false },
      ...nat,
    },
    networks: [{ name: 'back', kind: 'PRIVATE', cidr: '10.0.0.0/24' }],
    members: [
      {
        ...{ hostId: managerId, role: 'MANAGER' },
        addresses: [
          address('back', '10.0.0.11', 'HOST'),
          address('back', '10.0.0.10', 'QUORUM'),
          address('back', '10.0.0.100', 'SERVICE'),
          address('back', '10.0.0.101', 'SERVICE'),
        ],
      },
      { hostId: node1Id, role: 'NODE', addresses: [address('back', '10.0.0.12', 'HOST')] },
    ],
    ...{ userStorage: { mode: 'MANAGER_LOCAL' }, databaseServers: [], panel: null, quotasRequired: false },
    ...edited,
  });
}
