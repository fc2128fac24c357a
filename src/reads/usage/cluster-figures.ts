import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import { nodeLogDirectory, webLogDirectory } from '../../probes/logs/log-paths.js';
import { usageFigures, type UsageFigures } from '../../probes/logs/usage-figures.js';
import type { Probe } from '../../probes/probe.js';
import { groupQuotas, type CountedQuota } from '../../probes/storage/group-quotas.js';

/** What the last looks showed of the usage of a cluster's accounts. */
export interface ClusterFigures {
  /** Of the web servers, the manager's first; without those whose figures are not known. */
  readonly web: readonly UsageFigures[];
  /** How many web servers there are. */
  readonly webServers: number;
  /** By GID; null where user storage was not asked for its quotas. */
  readonly quotas: ReadonlyMap<number, CountedQuota> | null;
}

const row = z.object({
  cluster_id: z.uuid(),
  host_id: z.uuid(),
  role: z.string(),
  observed: z.boolean(),
  probe_id: z.string().nullable(),
  exit_code: z.int().nullable(),
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
});
type FactRow = z.infer<typeof row>;

const anyQuotas = groupQuotas('/');

/** In the order of the ids. The latest facts come first, so that of several answers to one question the newest counts. */
export async function loadClusterFigures(
  sql: Sql,
  tenantId: string,
  clusterIds: readonly string[],
): Promise<ClusterFigures[]> {
  const rows = await sql.query(
    `SELECT m.cluster_id, m.host_id, m.role, h.management = 'OBSERVED' AS observed, f.probe_id, f.exit_code, f.stdout, f.stderr
     FROM member m JOIN host h ON h.tenant_id = m.tenant_id AND h.id = m.host_id
     LEFT JOIN fact f ON f.tenant_id = m.tenant_id AND f.host_id = m.host_id
       AND (starts_with(f.probe_id, 'logs.usage ') OR starts_with(f.probe_id, 'storage.groupQuotas '))
     WHERE m.tenant_id = $1 AND m.cluster_id = ANY($2::uuid[]) ORDER BY m.position, f.observed_at DESC`,
    [tenantId, clusterIds],
    row,
  );
  return clusterIds.map((id) => figuresIn(rows.filter(({ cluster_id }) => cluster_id === id)));
}

function figuresIn(rows: readonly FactRow[]): ClusterFigures {
  const manager = rows.filter(({ role }) => role === 'MANAGER');
  const nodes = new Set(rows.flatMap(({ role, observed, host_id }) => (role === 'NODE' && !observed ? [host_id] : [])));
  const directories = [webLogDirectory, ...[...nodes].map(nodeLogDirectory)];
  const web = directories.flatMap((directory) => {
    const probe = usageFigures(directory);
    const read = manager.flatMap((fact) => (fact.probe_id === probe.id ? readAs(probe, fact) : []));
    return read.slice(0, 1).flatMap((figures) => figures ?? []);
  });
  const [quotas] = rows.flatMap((fact) =>
    fact.probe_id?.startsWith('storage.groupQuotas ') === true ? readAs(anyQuotas, fact) : [],
  );
  return { web, webServers: directories.length, quotas: quotas ?? null };
}

function readAs<T>(probe: Probe<T>, { exit_code, stdout, stderr }: FactRow): readonly T[] {
  if (exit_code === null) return [];
  const reading = probe.parse({ exitCode: exit_code, stdout: stdout ?? '', stderr: stderr ?? '' });
  return reading.known ? [reading.value] : [];
}
