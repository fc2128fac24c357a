import { z } from 'zod';
import { managements, type ClusterCore } from '../../domain/spec.js';
import type { Sql } from '../../ports/sql.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';

const hostRow = z.object({
  id: z.uuid(),
  name: z.string(),
  management: z.enum(managements),
  cluster: z.string().nullable(),
  vantage: z.string().nullable(),
  left: z.string().nullable(),
});

/**
 * Refuses members that the tenant does not have, that are taken, or that may not be changed in their role; answers which of them
 * are only looked at. They stay locked, so that no other cluster takes them meanwhile.
 * @param own row id of the cluster itself; null before it is there
 * @param inInput where the input has a place of the value
 */
export async function checkMembers(
  sql: Sql,
  tenantId: string,
  { members, userStorage, balancedServices }: ClusterCore,
  own: string | null,
  inInput: (field: readonly string[]) => readonly string[],
): Promise<readonly string[]> {
  const wanted = members.map(({ hostId }) => hostId);
  const storage = userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : [];
  // In a statement of its own: what another command declared while this one waited is seen only by the next.
  await sql.execute('SELECT id FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE', [
    tenantId,
    [...wanted, ...storage],
  ]);
  const hosts = await sql.query(
    `SELECT h.id, h.name, h.management, c.name AS cluster, v.name AS vantage,
       (SELECT max(o.name) FROM ledger l JOIN cluster o ON o.tenant_id = l.tenant_id AND o.id = l.cluster_id
        WHERE l.tenant_id = h.tenant_id AND l.host_id = h.id AND o.id IS DISTINCT FROM $3) AS left
     FROM host h
     LEFT JOIN member m ON m.tenant_id = h.tenant_id AND m.host_id = h.id AND m.cluster_id IS DISTINCT FROM $3
     LEFT JOIN cluster c ON c.tenant_id = m.tenant_id AND c.id = m.cluster_id
     LEFT JOIN vantage v ON v.tenant_id = h.tenant_id AND v.host_id = h.id
     WHERE h.tenant_id = $1 AND h.id = ANY($2::uuid[])`,
    [tenantId, [...wanted, ...storage], own],
    hostRow,
  );
  const known = new Map(hosts.map((host) => [host.id, host]));
  const missing = wanted.findIndex((hostId) => !known.has(hostId));
  if (missing !== -1) throw notFound('Host', ...inInput(['members', String(missing), 'hostId']));
  if (storage.some((hostId) => !known.has(hostId))) throw notFound('Host', ...inInput(['userStorage', 'fileServer']));
  balancedServices.forEach(({ weights }, service) => {
    const stranger = weights.findIndex(({ hostId }) => !wanted.includes(hostId));
    if (stranger === -1) return;
    throw notFound('Host', ...inInput(['balancedServices', String(service), 'weights', String(stranger), 'hostId']));
  });
  const taken = wanted.findIndex((hostId) => (known.get(hostId)?.cluster ?? null) !== null);
  const host = known.get(wanted[taken] ?? '');
  if (host !== undefined) {
    const message = `${host.name} is a member of the cluster ${host.cluster ?? ''}; a host serves one cluster.`;
    throw refused('WRONG_STATE', message, inInput(['members', String(taken), 'hostId']));
  }
  const unclean = wanted.findIndex((hostId) => (known.get(hostId)?.left ?? null) !== null);
  const former = known.get(wanted[unclean] ?? '');
  if (former !== undefined) {
    const message = `${former.name} still has what cluster ${former.left ?? ''} made there; complete its removal first (retryOperation, or repairCluster).`;
    throw refused('WRONG_STATE', message, inInput(['members', String(unclean), 'hostId']));
  }
  const outside = wanted.findIndex((hostId) => (known.get(hostId)?.vantage ?? null) !== null);
  const vantage = known.get(wanted[outside] ?? '');
  if (vantage !== undefined) {
    const message = `${vantage.name} is the vantage ${vantage.vantage ?? ''}, which is outside of every cluster; choose another host, or delete the vantage (deleteVantage).`;
    throw refused('WRONG_STATE', message, inInput(['members', String(outside), 'hostId']));
  }
  const observed = hosts.filter(({ management }) => management === 'OBSERVED');
  members.forEach(({ hostId, role }, index) => {
    const only = observed.find(({ id }) => id === hostId);
    if (only === undefined || (role !== 'MANAGER' && role !== 'NODE')) return;
    const message = `${only.name} is registered as OBSERVED, and a ${role.toLowerCase()} is changed; choose a host that is MANAGED.`;
    throw refused('WRONG_STATE', message, inInput(['members', String(index), 'role']));
  });
  return observed.map(({ id }) => id);
}
