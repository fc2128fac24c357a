import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Sql } from '../../ports/sql.js';
import type { RuleFacts } from '../../rules/rule.js';
import { storedFacts, type StoredAnswer } from '../../rules/stored-facts.js';

const factRow = z.object({
  host_id: z.uuid(),
  probe_id: z.string(),
  command: z.string(),
  exit_code: z.int(),
  stdout: z.string(),
  stderr: z.string(),
  observed_at: z.date(),
});
const hostRow = z.object({
  id: z.uuid(),
  name: z.string(),
  pinned_sha256: z.string().nullable(),
  offered_sha256: z.string().nullable(),
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

/** What is stored of the hosts of these values. `now` is the database's, as the times of the looks are. */
export async function loadFacts(sql: Sql, tenantId: string, ...specs: readonly ClusterSpec[]): Promise<RuleFacts> {
  const hostIds = specs.flatMap(({ core, databaseServers }) => [
    ...core.members.map(({ hostId }) => hostId),
    ...databaseServers.map(({ hostId }) => hostId),
  ]);
  const rows = await sql.query(
    `SELECT host_id, probe_id, command, exit_code, stdout, stderr, observed_at FROM fact
     WHERE tenant_id = $1 AND host_id = ANY($2::uuid[])`,
    [tenantId, hostIds],
    factRow,
  );
  const hosts = await sql.query(
    'SELECT id, name, pinned_sha256, offered_sha256 FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, [...hostIds, ...specs.flatMap(namedHosts)]],
    hostRow,
  );
  const [clock] = await sql.query('SELECT clock_timestamp() AS now', [], z.object({ now: z.date() }));
  const answers = new Map<string, Map<string, StoredAnswer>>();
  for (const { host_id, probe_id, command, exit_code, stdout, stderr, observed_at } of rows) {
    const ofHost = answers.get(host_id) ?? new Map<string, StoredAnswer>();
    ofHost.set(probe_id, { command, answer: { exitCode: exit_code, stdout, stderr }, observedAt: observed_at });
    answers.set(host_id, ofHost);
  }
  return storedFacts({
    answers,
    hosts: new Map(
      hosts.map(({ id, name, pinned_sha256, offered_sha256 }) => [
        id,
        { name, hostKeySha256: pinned_sha256, offeredKeySha256: offered_sha256 },
      ]),
    ),
    now: clock?.now ?? new Date(0),
  });
}
