import type { ClusterSpec } from '../../domain/account-spec.js';
import { remoteDatabasesOf } from '../../domain/local-database.js';
import { networkClass, networkHolds } from '../../domain/ip-network.js';
import { addressesOf, managerOf, membersWithRole } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { askedFromOutside, keptDoors, type KeptDoor, type TriedDoor } from '../../proofs/network/kept-private.proof.js';
import { defineRule } from '../define-rule.js';
import { listed } from '../listed.js';
import { because } from '../reason.js';
import { declareInstead } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { clusterSubject, databaseServerSubject, hostSubject } from '../subject.js';
import { subjectName } from '../subject-name.js';
import { onlyUnder } from './only-under.js';

/** As the network that holds it is declared; of an address in none, as its class says. */
function isPublic({ networks }: ClusterCore, address: string): boolean {
  const around = networks.find(({ cidr }) => networkHolds(cidr, address));
  if (around !== undefined) return around.kind === 'PUBLIC';
  return networkClass(`${address}/${address.includes(':') ? 128 : 32}`) === 'PUBLIC';
}

/** At which of its ports a server was met from outside. */
interface MetServer {
  readonly server: KeptDoor['server'];
  readonly tried: readonly TriedDoor[];
}

/** What was tried of each server; what was declared since was not. */
function metServers(spec: ClusterSpec, kept: readonly TriedDoor[]): readonly MetServer[] {
  const servers = new Map<string, { server: KeptDoor['server']; tried: TriedDoor[] }>();
  for (const { server, address, port } of keptDoors(spec)) {
    const door = kept.find((one) => one.address === address && one.port === port);
    if (door === undefined) continue;
    const met = servers.get(server.id) ?? { server, tried: [] };
    met.tried.push(door);
    servers.set(server.id, met);
  }
  return [...servers.values()];
}

/** What a proof met from outside, where one was made: without it nothing is known, and nobody is asked to make one. */
function judgeTried({ spec, facts }: RuleContext, report: Report): void {
  const manager = managerOf(spec.core)?.member.hostId;
  const asked = askedFromOutside(spec);
  const seen = asked === undefined ? undefined : facts.triedFromOutside(asked);
  if (manager === undefined || seen === undefined || !seen.known) return;
  const { value, evidence } = seen;
  const { source } = value;
  if (value.served.every(({ is }) => is === 'silent')) {
    const why = `nothing that it serves answered ${source}, so that the silence of others shows nothing`;
    return report.unknown(clusterSubject(spec), manager, because('NOTHING_ANSWERED', why, { source }), fromOutside);
  }
  for (const { server, tried } of metServers(spec, value.kept)) {
    const subject = server.kind === 'Host' ? hostSubject(server.id) : databaseServerSubject(server.id);
    const name = subjectName(subject, spec, facts);
    // A public address is one machine's, wherever it is seen from.
    const isMet = ({ is, address }: TriedDoor): boolean =>
      is === 'open' || (is === 'nearby' && isPublic(spec.core, address));
    const met = tried.filter(isMet);
    const near = tried.filter((door) => door.is === 'nearby' && !isMet(door));
    if (met.length > 0) {
      const doors = inWords(met);
      report.violated({
        subject,
        code: 'REACHED_FROM_OUTSIDE',
        message: `${name} took connections of ${source}, which is outside, at ${doors}; it is needed on the private network only.`,
        parameters: { server: name, source, doors },
        field: placeOf(spec, server),
        evidence: [evidence],
        remedies: [
          declareInstead(
            `Take away what leads from outside to ${name}, or have a firewall refuse it; then prove KEPT_PRIVATE again, or acknowledge`,
          ),
        ],
      });
    } else if (near.length > 0) {
      const doors = inWords(near);
      const why = `whether ${name} or another machine answers ${source} at ${doors}, which is in a network of both`;
      report.unknown(subject, manager, because('SEEN_FROM_NEARBY', why, { server: name, source, doors }), fromOutside);
    } else report.met(subject, [evidence]);
  }
}

function placeOf({ core }: ClusterSpec, { kind, id }: KeptDoor['server']): readonly string[] {
  const member = core.members.findIndex(({ hostId }) => hostId === id);
  return kind === 'Host' ? ['members', String(member)] : ['databaseServers'];
}

function inWords(doors: readonly TriedDoor[]): string {
  return listed(doors.map(({ address, port }) => `${address} port ${port}`));
}

/** A vantage is for a person to choose. */
const fromOutside = declareInstead('Prove KEPT_PRIVATE from a vantage outside of all networks of the cluster');

/**
 * Storage and databases kept private. Under PUBLIC_PRIVATE file servers and remote database servers have private addresses only.
 * Manager and nodes reach them there, and nobody else has to.
 * Whether somebody outside gets to them all the same shows a proof from a vantage (KEPT_PRIVATE).
 */
export const storageKeptPrivate = defineRule({
  id: 'R-NET-DUAL-5',
  title: 'Storage and databases kept private',
  law: 'Under PUBLIC_PRIVATE file servers and remote database servers have private addresses only, and nobody outside reaches them.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Servers on both public and private network"',
  moments: ['declared', 'after'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  check(context, report) {
    const { spec, facts, moment } = context;
    if (moment === 'after') return judgeTried(context, report);
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
