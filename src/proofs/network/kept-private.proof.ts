import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { addressFamily, canonicalAddress } from '../../domain/ip-network.js';
import { localDatabasePort, remoteDatabasesOf } from '../../domain/local-database.js';
import { addressesOf, managerOf, membersWithRole } from '../../domain/members.js';
import { failedCommand } from '../../probes/failed-command.js';
import { known, probeId, unknown, type Answer, type Reading, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Proof } from '../proof.js';
import { defineTrial } from '../trial.js';
import { portsFromOutside } from './direct-answer.proof.js';

/**
 * What became of a connection that a vantage opened. `open`: somebody took it; `nearby`: so did somebody in a network that the vantage
 * is in itself, or at a private address that it calls from a private one of its own, where the address may be another machine's;
 * `refused`: somebody said no; `silent`: nobody said anything.
 */
export type Door = 'open' | 'nearby' | 'refused' | 'silent';

export interface TriedDoor {
  readonly address: string;
  readonly port: number;
  readonly is: Door;
}

/** A port of a server that nobody outside has to reach. */
export interface TriedServer extends TriedDoor {
  /** Who had the address when it was tried: another server may take it over. */
  readonly serverId: string;
}

/** What a vantage met when it was last tried from outside. */
export interface TriedFromOutside {
  /** Where its connections come from. */
  readonly source: string;
  readonly kept: readonly TriedServer[];
  /** Of what clients reach: where nobody answers there either, silence shows nothing. */
  readonly served: readonly TriedDoor[];
}

/** A port of a server that only manager and nodes have to reach. */
export interface KeptDoor {
  readonly server: { readonly kind: 'Host' | 'DatabaseServer'; readonly id: string };
  readonly address: string;
  readonly port: number;
}

/** The NFS server, and who tells at which ports the rest of it listens. */
const nfsPorts = [2049, 111] as const;
const sshPort = 22;
const boundSeconds = 120;

/** Where file servers and remote database servers listen, each place once. */
export function keptDoors(spec: ClusterSpec): readonly KeptDoor[] {
  const { core } = spec;
  const remote = remoteDatabasesOf(spec).map(({ databaseServerId: id, address, port }): KeptDoor => ({
    ...{ server: { kind: 'DatabaseServer', id }, address: canonicalAddress(address), port },
  }));
  const members = addressesOf(core, membersWithRole(core, 'FILE_SERVER', 'DATABASE_SERVER'));
  const own = members.flatMap(({ member: { hostId: id, role }, address }) =>
    (role === 'FILE_SERVER' ? nfsPorts : [localDatabasePort]).map((port): KeptDoor => ({
      ...{ server: { kind: 'Host', id }, address: canonicalAddress(address.address), port },
    })),
  );
  const placed = new Map<string, KeptDoor>();
  for (const door of [...remote, ...own]) {
    const place = `${door.address} ${door.port}`;
    if (!placed.has(place)) placed.set(place, door);
  }
  return [...placed.values()];
}

const place = z.strictObject({ address: z.string(), port: z.int() });
type Place = z.output<typeof place>;
/** Of whom a task of version 1 does not say whose the address is: no server has this id, so that none counts as tried. */
const nobody = 'unknown';
const keptPlace = place.extend({ serverId: z.string().default(nobody) });

/** What clients and people reach of a cluster: what it balances, and the public addresses of its manager. */
function servedDoors({ core }: ClusterSpec): readonly Place[] {
  const manager = managerOf(core);
  const own = manager === undefined ? [] : addressesOf(core, [manager]);
  return [
    ...portsFromOutside(core).map(({ publicAddress: address, port }) => ({ address, port })),
    ...own
      .filter(({ network, address }) => network?.kind === 'PUBLIC' && address.purpose === 'HOST')
      .map(({ address }) => ({ address: canonicalAddress(address.address), port: sshPort })),
  ];
}

/** Nothing is sent by what is opened. At most fifty are under way at once; each says one line. */
const script = `command -v bash >/dev/null || exit 127
isPrivate() {
case $1 in 10.*|192.168.*|172.1[6-9].*|172.2[0-9].*|172.3[01].*|f[cd]??:*) return 0 ;; *) return 1 ;; esac
}
try() {
said=$(LC_ALL=C timeout -k 1 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$2" "$3" 2>&1)
case $?,$said in
0,*)
route=$(ip route get "$2" 2>/dev/null)
case $route in ''|*' via '*) said=open ;; *) said=nearby ;; esac
! isPrivate "$2" || ! isPrivate "$(echo "$route" | sed -n 's/.* src \\([^ ]*\\).*/\\1/p')" || said=nearby ;;
*'Connection refused'*) said=refused ;;
*) said=silent ;;
esac
echo "$1 $2 $3 $said"
}
echo "from $1"
shift
begun=0
while [ "$#" -ge 3 ]; do
try "$1" "$2" "$3" &
begun=$((begun + 1))
[ "$begun" -lt 50 ] || { wait; begun=0; }
shift 3
done
wait`;

/** What is kept is said with whose it is: `kept:ID ADDRESS PORT WORD`. */
const line = z.tuple([
  z.templateLiteral(['kept:', z.string().min(1)]).or(z.literal('served')),
  z.string(),
  z.coerce.number().int(),
  z.enum(['open', 'nearby', 'refused', 'silent']),
]);

function parse(answer: Answer): Reading<TriedFromOutside> {
  if (answer.exitCode !== 0) return failedCommand('bash', answer);
  const [first = '', ...lines] = answer.stdout.trim().split('\n');
  const source = /^from (\S+)$/.exec(first)?.[1];
  const tried = z.array(line).safeParse(lines.map((one) => one.split(' ')));
  if (source === undefined || !tried.success) return unknown('the host did not say what it met');
  const kept = tried.data.flatMap(([what, address, port, is]): readonly TriedServer[] =>
    what === 'served' ? [] : [{ serverId: what.slice('kept:'.length), address, port, is }],
  );
  const served = tried.data.flatMap(([what, address, port, is]) => (what === 'served' ? [{ address, port, is }] : []));
  return known({ source, kept, served });
}

/** What a vantage met of the cluster with this manager; a fact of the vantage, and so under a name with the manager's. */
export function triedFromOutside(managerId: string): StoredQuestion<TriedFromOutside> {
  return { id: probeId('proof.keptPrivate', [managerId]), maxAgeSeconds: proofAgeSeconds, parse };
}

/** What a vantage may have been asked of the cluster. */
export function askedFromOutside({ core }: ClusterSpec): StoredQuestion<TriedFromOutside> | undefined {
  const manager = managerOf(core);
  return core.topology === 'PUBLIC_PRIVATE' && manager !== undefined
    ? triedFromOutside(manager.member.hostId)
    : undefined;
}

const tryDoors = defineTrial({
  kind: 'proof.kept-private.try',
  version: 2,
  input: z.strictObject({
    ...{ managerId: z.string(), source: z.string() },
    ...{ kept: z.array(keptPlace), served: z.array(place) },
  }),
  does: ({ kept, served }) =>
    `tries to connect to ${[...kept, ...served].map(({ address, port }) => `${address}:${port}`).join(', ')}`,
  question: ({ source, kept, served }) => {
    const ofServers = kept.flatMap(({ serverId, address, port }) => [`kept:${serverId}`, address, String(port)]);
    const ofServed = served.flatMap(({ address, port }) => ['served', address, String(port)]);
    return { via: 'shell', script, args: [source, ...ofServers, ...ofServed] };
  },
  fact: ({ managerId }) => triedFromOutside(managerId),
  summary: ({ kept }) => {
    const open = kept.filter(({ is }) => is === 'open' || is === 'nearby');
    return `it got in at ${open.length} of ${kept.length} ports that are to be kept private`;
  },
});

/** The vantage tries to connect to file servers and database servers, and to what the cluster serves, which it has to reach. */
export const keptPrivateProof: Proof = {
  kind: 'KEPT_PRIVATE',
  title: 'Storage and databases cannot be reached from outside',
  needsVantage: true,
  inDrafts: false,
  boundSeconds,
  trials: [tryDoors],
  notApplicable: (spec) => {
    if (spec.core.topology !== 'PUBLIC_PRIVATE')
      return 'Only under topology PUBLIC_PRIVATE is there a network that nobody outside reaches.';
    return managerOf(spec.core) !== undefined && keptDoors(spec).length > 0
      ? null
      : 'There is nothing to be kept private: declare a file server or a database server beside manager and nodes.';
  },
  acts: ({ spec, vantage }) => {
    const { core } = spec;
    const managerId = managerOf(core)?.member.hostId;
    if (core.topology !== 'PUBLIC_PRIVATE' || managerId === undefined || vantage === null) return [];
    const { hostId, sourceAddress: source } = vantage;
    const isReachable = ({ address }: Place): boolean => addressFamily(address) === addressFamily(source);
    const kept = keptDoors(spec)
      .filter(isReachable)
      .map(({ server, address, port }) => ({ serverId: server.id, address, port }));
    if (kept.length === 0) return [];
    const served = servedDoors(spec).filter(isReachable);
    return [{ hostId, trial: tryDoors.typed({ managerId, source, kept, served }), after: [] }];
  },
};
