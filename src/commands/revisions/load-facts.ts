import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Sql } from '../../ports/sql.js';
import type { RuleFacts } from '../../rules/rule.js';
import { doubtedHosts } from '../../engine/doubted-hosts.js';
import { failingHosts } from '../../engine/failing-hosts.js';
import { hostsOutside } from '../../engine/hosts-outside.js';
import { faultOutside, tellsOfOutside, type HostOutside } from '../../domain/host-outside.js';
import type { DoubtedHost, HostWay } from '../../domain/host-way.js';
import { declaredElsewhere, type FactsScope } from './declared-elsewhere.js';
import { loadAnswers } from './load-answers.js';
import { loadTriedFromOutside } from './load-tried-from-outside.js';
import { storedFacts, type KnownHost, type StoredLooks } from '../../rules/stored-facts.js';

const hostRow = z.object({
  id: z.uuid(),
  name: z.string(),
  access: z.enum(['SSH', 'SQL', 'NONE']),
  pinned_sha256: z.string().nullable(),
  offered_sha256: z.string().nullable(),
  address: z.string().nullable(),
  port: z.int().nullable(),
  fault_class: z.string().nullable(),
  fault: z.string().nullable(),
  fault_at: z.date().nullable(),
  fault_by: z.uuid().nullable(),
});

/** Hosts that a value names without their being members: of them only the names are wanted. */
function namedHosts({ core, databaseServers }: ClusterSpec): readonly string[] {
  const { userStorage, balancedServices } = core;
  return [
    ...(userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : []),
    ...balancedServices.flatMap(({ weights }) => weights.map(({ hostId }) => hostId)),
    ...databaseServers.flatMap(({ reachedThrough }) => reachedThrough ?? []),
  ];
}

/**
 * What is stored of the hosts of these values, as it counts now.
 * @param scope who is told what is made of it
 */
export async function loadFacts(sql: Sql, scope: FactsScope, ...specs: readonly ClusterSpec[]): Promise<RuleFacts> {
  return storedFacts(await loadLooks(sql, scope, specs));
}

/** What is stored of the hosts of these values. `now` is the database's, as the times of the looks are. */
export async function loadLooks(sql: Sql, scope: FactsScope, specs: readonly ClusterSpec[]): Promise<StoredLooks> {
  const { tenantId } = scope;
  const hostIds = specs.flatMap(({ core, databaseServers }) => [
    ...core.members.map(({ hostId }) => hostId),
    ...databaseServers.map(({ hostId }) => hostId),
  ]);
  const answers = await loadAnswers(sql, tenantId, hostIds);
  const tried = await loadTriedFromOutside(sql, tenantId, specs);
  const hosts = await sql.query(
    `SELECT h.id, h.name, h.access, h.pinned_sha256, h.offered_sha256, coalesce(h.address, d.address) AS address,
       coalesce(h.port, d.port) AS port, h.fault_class, h.fault, h.fault_at, h.fault_by
     FROM host h LEFT JOIN database_server d ON d.tenant_id = h.tenant_id AND d.host_id = h.id
     WHERE h.tenant_id = $1 AND h.id = ANY($2::uuid[])`,
    [tenantId, [...hostIds, ...specs.flatMap(namedHosts)]],
    hostRow,
  );
  const mistrusted = hosts.filter(({ fault_class: faultClass }) => faultClass === 'TRUST').map(({ id }) => id);
  const doubted = await doubtedHosts(sql, tenantId, mistrusted);
  const unreached = hosts.filter(({ fault_class: faultClass }) => faultClass !== null).map(({ id }) => id);
  const failing = await failingHosts(sql, tenantId, unreached);
  const outside = await hostsOutside(sql, tenantId, scope.clusterId, unreached);
  const [clock] = await sql.query('SELECT clock_timestamp() AS now', [], z.object({ now: z.date() }));
  return {
    answers,
    outside: tried,
    hidesVantages: scope.clusterId !== null,
    hosts: new Map(
      hosts.map((row) => [
        row.id,
        knownHost(row, {
          doubted: doubted.get(row.id) ?? null,
          failing: failing.get(row.id),
          outside: outside.get(row.id) ?? [],
        }),
      ]),
    ),
    now: clock?.now ?? new Date(0),
    elsewhere: await declaredElsewhere(sql, scope, specs),
  };
}

/** Whom the last try to reach a host was about, and the hosts on the way that whoever is told may not see. */
interface OnTheWay {
  readonly doubted: DoubtedHost | null;
  readonly failing: HostWay | null | undefined;
  readonly outside: readonly HostOutside[];
}

function ofItself(failing: HostWay | undefined): Pick<HostWay, 'login' | 'mysql'> {
  return {
    ...(failing?.login === undefined ? {} : { login: failing.login }),
    ...(failing?.mysql === undefined ? {} : { mysql: failing.mysql }),
  };
}

function knownHost(
  { name, pinned_sha256, offered_sha256, ...row }: z.infer<typeof hostRow>,
  { doubted, failing, outside }: OnTheWay,
): KnownHost {
  const { address, port, fault_class: faultClass, fault, fault_at: at, fault_by: culprit } = row;
  if (row.access === 'NONE') return { name, hostKeySha256: null, isAppliance: true };
  const where = address === null || port === null ? null : `${address} port ${port}`;
  const endpoint = row.access === 'SSH' && address !== null && port !== null ? { address, port } : null;
  const isOutside = (host: HostWay | null | undefined): boolean =>
    outside.some(({ hostId }) => hostId === host?.hostId);
  const told = fault !== null && tellsOfOutside(fault, culprit, outside) ? faultOutside : fault;
  const lastTry = faultClass === null || told === null || at === null ? null : { faultClass, message: told, at };
  return {
    name,
    hostKeySha256: pinned_sha256,
    offeredKeySha256: offered_sha256,
    contact: {
      where,
      endpoint,
      doubted: isOutside(doubted) ? null : doubted,
      lastTry,
      ...(failing === undefined || failing?.hostId === row.id
        ? ofItself(failing)
        : { failing: isOutside(failing) ? null : failing }),
    },
  };
}
