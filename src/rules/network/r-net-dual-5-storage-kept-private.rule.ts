import type { ClusterSpec } from '../../domain/account-spec.js';
import { remoteDatabasesOf } from '../../domain/local-database.js';
import { networkClass, networkHolds } from '../../domain/ip-network.js';
import { addressesOf, managerOf, membersWithRole } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import {
  askedFromOutside,
  keptDoors,
  type KeptDoor,
  type TriedDoor,
  type TriedFromOutside,
  type TriedServer,
} from '../../proofs/network/kept-private.proof.js';
import { defineRule } from '../define-rule.js';
import { listed } from '../listed.js';
import { asReason, because } from '../reason.js';
import { declareInstead } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { Evidence, RuleContext, Subject } from '../rule.js';
import { databaseServerSubject, hostSubject } from '../subject.js';
import { subjectName } from '../subject-name.js';
import { onlyUnder } from './only-under.js';

/** As the network that holds it is declared; of an address in none, as its class says. */
function isPublic({ networks }: ClusterCore, address: string): boolean {
  const around = networks.find(({ cidr }) => networkHolds(cidr, address));
  if (around !== undefined) return around.kind === 'PUBLIC';
  return networkClass(`${address}/${address.includes(':') ? 128 : 32}`) === 'PUBLIC';
}

/** A door with who tried it last, of those whose word counts. */
interface MetDoor extends TriedDoor {
  readonly by: Fact<TriedFromOutside>;
}

/** What is to be kept private of a server, and what of that was tried; what was declared since, or was another server's, was not. */
interface MetServer {
  readonly server: KeptDoor['server'];
  readonly tried: readonly MetDoor[];
  readonly untried: readonly KeptDoor[];
}

function metServers(doors: readonly KeptDoor[], seen: readonly Fact<TriedFromOutside>[]): readonly MetServer[] {
  const servers = new Map<string, { server: KeptDoor['server']; tried: MetDoor[]; untried: KeptDoor[] }>();
  for (const door of doors) {
    const met = servers.get(door.server.id) ?? { server: door.server, tried: [], untried: [] };
    const [last] = seen.flatMap((by) => by.value.kept.filter((one) => isAt(one, door)).map((one) => ({ ...one, by })));
    if (last === undefined) met.untried.push(door);
    else met.tried.push(last);
    servers.set(door.server.id, met);
  }
  return [...servers.values()];
}

function isAt(one: TriedServer, { server, address, port }: KeptDoor): boolean {
  return one.serverId === server.id && one.address === address && one.port === port;
}

/** What vantages met, where one tried: that takes a vantage, which nobody is asked for. */
function judgeTried({ spec, facts }: RuleContext, report: Report): void {
  const manager = managerOf(spec.core)?.member.hostId;
  const asked = askedFromOutside(spec);
  const doors = keptDoors(spec);
  if (manager === undefined || asked === undefined || doors.length === 0) return;
  const all = facts.triedFromOutside(asked);
  const [last] = all;
  if (last === undefined) return report.notApplicable(neverTried);
  const seen = all.filter((one) => one.known);
  for (const met of metServers(doors, seen)) {
    const subject = subjectOf(met.server);
    const name = subjectName(subject, spec, facts);
    if (seen.length > 0) judgeServer(spec, report, { ...met, name, manager });
    else if (!last.known) report.unknown(subject, manager, asReason(last), fromOutside);
  }
}

const neverTried = because(
  'NEVER_TRIED',
  'Nobody tried from outside whether file servers and database servers are kept private; proveCluster does with KEPT_PRIVATE and a vantage.',
);

interface JudgedServer extends MetServer {
  readonly name: string;
  /** Of whom it is said what is not known: no look at any host would tell. */
  readonly manager: string;
}

function judgeServer(spec: ClusterSpec, report: Report, { server, tried, untried, name, manager }: JudgedServer): void {
  const subject = subjectOf(server);
  // A public address is one machine's, wherever it is seen from.
  const isMet = ({ is, address }: TriedDoor): boolean =>
    is === 'open' || (is === 'nearby' && isPublic(spec.core, address));
  const met = tried.filter(isMet);
  const near = tried.filter((door) => door.is === 'nearby' && !isMet(door));
  const unheard = tried.filter(({ by }) => by.value.served.every(({ is }) => is === 'silent'));
  if (met.length > 0) {
    const [doors, source] = [inWords(met), sourcesOf(met)];
    report.violated({
      subject,
      code: 'REACHED_FROM_OUTSIDE',
      message: `${name} took connections of ${source}, which is outside, at ${doors}; it is needed on the private network only.`,
      parameters: { server: name, source, doors },
      field: placeOf(spec, server),
      evidence: evidenceOf(met),
      remedies: [
        declareInstead(
          `Take away what leads from outside to ${name}, or have a firewall refuse it; then prove KEPT_PRIVATE again, or acknowledge`,
        ),
      ],
    });
  } else if (near.length > 0) {
    const [doors, source] = [inWords(near), sourcesOf(near)];
    const why = `whether ${name} or another machine answers ${source} at ${doors}, since there may be such an address near it too`;
    report.unknown(subject, manager, because('SEEN_FROM_NEARBY', why, { server: name, source, doors }), fromOutside);
  } else if (unheard.length > 0) {
    const source = sourcesOf(unheard);
    const why = `nothing that it serves answered ${source}, so that the silence of ${name} shows nothing`;
    report.unknown(subject, manager, because('NOTHING_ANSWERED', why, { server: name, source }), fromOutside);
  } else if (untried.length > 0) {
    const doors = inWords(untried);
    const why = `nobody tried from outside to reach ${name} at ${doors}`;
    report.unknown(subject, manager, because('DOORS_NOT_TRIED', why, { server: name, doors }), toUntried);
  } else report.met(subject, evidenceOf(tried));
}

function subjectOf({ kind, id }: KeptDoor['server']): Subject {
  return kind === 'Host' ? hostSubject(id) : databaseServerSubject(id);
}

function sourcesOf(doors: readonly MetDoor[]): string {
  return listed([...new Set(doors.map(({ by }) => by.value.source))]);
}

function evidenceOf(doors: readonly MetDoor[]): readonly Evidence[] {
  return [...new Set(doors.map(({ by }) => by.evidence))];
}

function placeOf({ core }: ClusterSpec, { kind, id }: KeptDoor['server']): readonly string[] {
  const member = core.members.findIndex(({ hostId }) => hostId === id);
  return kind === 'Host' ? ['members', String(member)] : ['databaseServers'];
}

function inWords(doors: readonly Pick<KeptDoor, 'address' | 'port'>[]): string {
  return listed(doors.map(({ address, port }) => `${address} port ${port}`));
}

/** A vantage is for a person to choose. */
const fromOutside = declareInstead('Prove KEPT_PRIVATE from a vantage outside of all networks of the cluster');
const toUntried = declareInstead(
  'Prove KEPT_PRIVATE from a vantage outside of all networks of the cluster, which comes from an address of the same family',
);

/**
 * Storage and databases kept private. Under PUBLIC_PRIVATE file servers and remote database servers have private addresses only.
 * Manager and nodes reach them there, and nobody else has to.
 * Whether somebody outside gets to them all the same shows a proof from a vantage (KEPT_PRIVATE). Each port counts as the last vantage
 * met it that tried it: one has addresses of one family.
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
