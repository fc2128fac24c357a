import { networkClass, networkHolds, type NetworkClass } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole } from '../../domain/members.js';
import { hostRoles, type networkKinds, type Topology } from '../../domain/spec.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { addressSubject, clusterSubject, networkSubject } from '../subject.js';

type NetworkKind = (typeof networkKinds)[number];

const kindsNeeded: Readonly<Record<Topology, readonly NetworkKind[]>> = {
  PUBLIC: ['PUBLIC'],
  PUBLIC_PRIVATE: ['PUBLIC', 'PRIVATE'],
  PRIVATE_NAT: ['PRIVATE'],
};

const classInWords: Readonly<Record<NetworkClass, string>> = {
  PUBLIC: 'public addresses',
  PRIVATE: 'private addresses',
  SHARED: 'addresses of carrier-grade NAT',
  DOCUMENTATION: 'addresses reserved for documentation',
  BENCHMARK: 'addresses reserved for benchmarks',
  UNUSABLE: 'addresses that no server can have',
  MIXED: 'addresses of several classes',
};

/**
 * Networks fit the topology. The topology is PUBLIC, PUBLIC_PRIVATE or PRIVATE_NAT, the declared networks carry it, and every
 * address lies in the network it names.
 * An address class that does not fit is only a warning: behind one-to-one NAT of a cloud a public network has private addresses.
 */
export const networksFitTopology = defineRule({
  id: 'R-NET-1',
  title: 'Networks fit the topology',
  law: 'The topology is PUBLIC, PUBLIC_PRIVATE or PRIVATE_NAT, the declared networks carry it, and every address lies in the network it names.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Network Requirements"',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const { core } = spec;
    for (const kind of kindsNeeded[core.topology]) {
      if (core.networks.some((network) => network.kind === kind)) continue;
      report.violated({
        subject: clusterSubject(spec),
        code: 'NETWORK_KIND_MISSING',
        message: `Topology ${core.topology} needs a network of kind ${kind}; none is declared.`,
        parameters: { topology: core.topology, kind },
        field: ['networks'],
        missing: true,
        remedies: [declareInstead(`Declare a network of kind ${kind}`)],
      });
    }
    core.networks.forEach((network, index) => {
      const found = networkClass(network.cidr);
      if (found === network.kind) return;
      report.violated({
        subject: networkSubject(network.name),
        code: 'CLASS_DOES_NOT_FIT',
        severity: 'WARNING',
        message: `Network ${network.name} is declared ${network.kind}, yet ${network.cidr} holds ${classInWords[found]}.`,
        parameters: { network: network.name, kind: network.kind, cidr: network.cidr, class: found },
        field: ['networks', String(index), 'cidr'],
        remedies: [
          declareInstead(`Declare ${network.name} with a ${network.kind.toLowerCase()} CIDR block, or acknowledge`),
        ],
      });
    });
    for (const { address, network, member, field } of addressesOf(core, membersWithRole(core, ...hostRoles))) {
      const host = facts.hostName(member.hostId);
      if (network === undefined) {
        const declared = core.networks.map(({ name }) => name).join(', ') || 'none';
        report.violated({
          subject: addressSubject(address.address),
          code: 'NETWORK_NOT_DECLARED',
          message: `Address ${address.address} of ${host} names network ${address.network}; declared are: ${declared}.`,
          parameters: { address: address.address, host, network: address.network, declared },
          field: [...field, 'network'],
          remedies: [declareInstead(`Name one of the declared networks: ${declared}`)],
        });
      } else if (!networkHolds(network.cidr, address.address)) {
        report.violated({
          subject: addressSubject(address.address),
          code: 'ADDRESS_OUTSIDE_NETWORK',
          message: `Address ${address.address} of ${host} is not in network ${network.name} (${network.cidr}).`,
          parameters: { address: address.address, host, network: network.name, cidr: network.cidr },
          field: [...field, 'address'],
          remedies: [declareInstead(`Give ${host} an address in ${network.cidr}, or name the network that holds it`)],
        });
      }
    }
  },
});
