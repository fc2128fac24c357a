import { remoteDatabasesOf } from '../../domain/local-database.js';
import { networkClass, networkHolds } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { databaseServerSubject, hostSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/** As the network that holds it is declared; of an address in none, as its class says. */
function isPublic({ networks }: ClusterCore, address: string): boolean {
  const around = networks.find(({ cidr }) => networkHolds(cidr, address));
  if (around !== undefined) return around.kind === 'PUBLIC';
  return networkClass(`${address}/${address.includes(':') ? 128 : 32}`) === 'PUBLIC';
}

/**
 * Storage and databases kept private. Under PUBLIC_PRIVATE file servers and remote database servers have private addresses only.
 * Manager and nodes reach them there, and nobody else has to.
 */
export const storageKeptPrivate = defineRule({
  id: 'R-NET-DUAL-5',
  title: 'Storage and databases kept private',
  law: 'Under PUBLIC_PRIVATE file servers and remote database servers have private addresses only.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Servers on both public and private network"',
  moments: ['declared'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  check({ spec, facts }, report) {
    const { core } = spec;
    const servers = membersWithRole(core, 'FILE_SERVER', 'DATABASE_SERVER');
    for (const { address, network, member, field } of addressesOf(core, servers)) {
      if (network?.kind !== 'PUBLIC') continue;
      const host = facts.hostName(member.hostId);
      report.violated({
        subject: hostSubject(member.hostId),
        code: 'PUBLIC_ADDRESS',
        message: `${host} has the public address ${address.address}; it is needed on the private network only.`,
        parameters: { host, address: address.address },
        field,
        remedies: [declareInstead(`Take the public address from ${host} and leave it out, or acknowledge`)],
      });
    }
    for (const { databaseServerId, name, address } of remoteDatabasesOf(spec)) {
      if (!isPublic(core, address)) continue;
      report.violated({
        subject: databaseServerSubject(databaseServerId),
        code: 'PUBLIC_DATABASE',
        message: `Database server ${name} is used at the public address ${address}; it can be on the private network only.`,
        parameters: { server: name, address },
        field: ['databaseServers'],
        remedies: [declareInstead(`Use ${name} at an address on the private network, or acknowledge`)],
      });
    }
  },
});
