import { z } from 'zod';
import { clusterSpec } from '../../domain/account-spec.js';
import { managements, type ClusterCore } from '../../domain/spec.js';
import type { Sql } from '../../ports/sql.js';
import { introduced } from '../../rules/introduced.js';
import { judge } from '../../rules/judge.js';
import type { Command } from '../command.js';
import { acknowledge, annotations, keyed } from '../mutation-input.js';
import { acceptRevision } from '../revisions/accept-revision.js';
import { enforce, keepAcknowledgements } from '../revisions/enforce.js';
import { loadDatabaseServers } from '../revisions/load-cluster.js';
import { loadFacts } from '../revisions/load-facts.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';
import { clusterCoreInput, inClusterInput, toCore } from './cluster-core-input.js';
import { withLocalDatabase } from './with-local-database.js';

const input = z
  .strictObject({ ...keyed, ...annotations, acknowledge, ...clusterCoreInput })
  .transform((given, context) => ({
    idempotencyKey: given.idempotencyKey,
    validateOnly: given.validateOnly,
    labels: given.labels,
    externalRef: given.externalRef,
    acknowledge: given.acknowledge,
    core: toCore(given, context),
  }));

const hostRow = z.object({
  id: z.uuid(),
  name: z.string(),
  management: z.enum(managements),
  cluster: z.string().nullable(),
  vantage: z.string().nullable(),
});

/** Declares a cluster as a draft: nothing is touched until it is set up, and what is merely missing is information. */
export const createCluster: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'createCluster',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, { core: given, labels, externalRef, acknowledge: acknowledged }) {
    const { sql, ids, caller } = work;
    const { tenantId, tokenId } = caller;
    const observedHosts = await checkMembers(sql, tenantId, given);
    const named = await loadDatabaseServers(sql, tenantId, given.databaseServers);
    const unknown = given.databaseServers.findIndex((id) => !named.some((server) => server.databaseServerId === id));
    if (unknown !== -1) throw notFound('DatabaseServer', 'databaseServerIds', String(unknown));
    const core = given.localDatabase ? await withLocalDatabase(work, given) : given;
    const databaseServers = await loadDatabaseServers(sql, tenantId, core.databaseServers);
    const spec = clusterSpec.parse({ core, accounts: [], databaseServers, observedHosts });
    const facts = await loadFacts(sql, tenantId, spec);
    const findings = judge(spec, facts, ['declared'], { draft: true });
    enforce(introduced(findings, []), acknowledged, inClusterInput);
    const id = ids.uuid();
    await sql.execute(
      `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision, labels, external_ref)
       VALUES ($1, $2, $3, 'DRAFT', 1, $4, $5)`,
      [id, tenantId, core.name, JSON.stringify(labels), externalRef],
    );
    await acceptRevision(sql, ids, { tenantId, clusterId: id, number: 1, core, author: tokenId });
    await keepAcknowledgements(sql, tenantId, id, tokenId, acknowledged);
    return { ids: { cluster: id }, target: { kind: 'Cluster', id }, planned: { plan: { tasks: [] }, findings } };
  },
};

/** Answers which of the members are only looked at. */
async function checkMembers(
  sql: Sql,
  tenantId: string,
  { members, userStorage, balancedServices }: ClusterCore,
): Promise<readonly string[]> {
  const wanted = members.map(({ hostId }) => hostId);
  const storage = userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : [];
  // In a statement of its own: what another command declared while this one waited is seen only by the next.
  await sql.execute('SELECT id FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE', [
    tenantId,
    [...wanted, ...storage],
  ]);
  const hosts = await sql.query(
    `SELECT h.id, h.name, h.management, c.name AS cluster, v.name AS vantage FROM host h
     LEFT JOIN member m ON m.tenant_id = h.tenant_id AND m.host_id = h.id
     LEFT JOIN cluster c ON c.tenant_id = m.tenant_id AND c.id = m.cluster_id
     LEFT JOIN vantage v ON v.tenant_id = h.tenant_id AND v.host_id = h.id
     WHERE h.tenant_id = $1 AND h.id = ANY($2::uuid[])`,
    [tenantId, [...wanted, ...storage]],
    hostRow,
  );
  const known = new Map(hosts.map((host) => [host.id, host]));
  const missing = wanted.findIndex((hostId) => !known.has(hostId));
  if (missing !== -1) throw notFound('Host', 'members', String(missing), 'hostId');
  if (storage.some((hostId) => !known.has(hostId))) throw notFound('Host', 'userStorage', 'fileServerId');
  balancedServices.forEach(({ weights }, service) => {
    const stranger = weights.findIndex(({ hostId }) => !wanted.includes(hostId));
    if (stranger === -1) return;
    throw notFound('Host', 'balancedServices', String(service), 'weights', String(stranger), 'hostId');
  });
  const taken = wanted.findIndex((hostId) => (known.get(hostId)?.cluster ?? null) !== null);
  const host = known.get(wanted[taken] ?? '');
  if (host !== undefined) {
    const message = `${host.name} is a member of the cluster ${host.cluster ?? ''}; a host serves one cluster.`;
    throw refused('WRONG_STATE', message, ['members', String(taken), 'hostId']);
  }
  const outside = wanted.findIndex((hostId) => (known.get(hostId)?.vantage ?? null) !== null);
  const vantage = known.get(wanted[outside] ?? '');
  if (vantage !== undefined) {
    const message = `${vantage.name} is the vantage ${vantage.vantage ?? ''}, which is outside of every cluster; choose another host, or delete the vantage (deleteVantage).`;
    throw refused('WRONG_STATE', message, ['members', String(outside), 'hostId']);
  }
  const observed = hosts.filter(({ management }) => management === 'OBSERVED');
  members.forEach(({ hostId, role }, index) => {
    const only = observed.find(({ id }) => id === hostId);
    if (only === undefined || (role !== 'MANAGER' && role !== 'NODE')) return;
    const message = `${only.name} is registered as OBSERVED, and a ${role.toLowerCase()} is changed; choose a host that is MANAGED.`;
    throw refused('WRONG_STATE', message, ['members', String(index), 'role']);
  });
  return observed.map(({ id }) => id);
}
