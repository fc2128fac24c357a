import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { managements, type ClusterCore } from '../../domain/spec.js';
import type { Sql } from '../../ports/sql.js';
import { notFound } from '../revisions/not-found.js';
import { Refused, refused, type UserError } from '../user-error.js';

const hostRow = z.object({
  id: z.uuid(),
  name: z.string(),
  management: z.enum(managements),
  access: z.string(),
  cluster: z.string().nullable(),
  vantage: z.string().nullable(),
  left: z.string().nullable(),
});

/**
 * Refuses all members that the tenant does not have, that are taken, or that may not be changed in their role; answers which of them
 * are only looked at, and to which nobody logs in. They stay locked, so that no other cluster takes them meanwhile.
 * @param own row id of the cluster itself; null before it is there
 * @param inInput where the input has a place of the value
 */
export async function checkMembers(
  sql: Sql,
  tenantId: string,
  { members, userStorage, balancedServices }: ClusterCore,
  own: string | null,
  inInput: (field: readonly string[]) => readonly string[],
): Promise<Pick<ClusterSpec, 'observedHosts' | 'appliances'>> {
  const wanted = members.map(({ hostId }) => hostId);
  const storage = userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : [];
  // In a statement of its own: what another command declared while this one waited is seen only by the next.
  await sql.execute('SELECT id FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE', [
    tenantId,
    [...wanted, ...storage],
  ]);
  const hosts = await sql.query(
    `SELECT h.id, h.name, h.management, h.access, c.name AS cluster, v.name AS vantage,
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
  const observed = hosts.filter(({ management }) => management === 'OBSERVED').map(({ id }) => id);
  const errors = [
    ...members.flatMap(({ hostId, role }, index) => {
      const place = ['members', String(index)];
      const host = known.get(hostId);
      if (host === undefined) return missing(inInput([...place, 'hostId']));
      const taken = whyNot(host);
      if (taken !== null) return wrongState(taken, inInput([...place, 'hostId']));
      if (host.access === 'NONE' && role !== 'FILE_SERVER') {
        const message = `${host.name} is an appliance, to which nobody logs in: it can be a FILE_SERVER only; choose a host that is reached by SSH.`;
        return wrongState(message, inInput([...place, 'role']));
      }
      if (!observed.includes(hostId) || (role !== 'MANAGER' && role !== 'NODE')) return [];
      const message = `${host.name} is registered as OBSERVED, and a ${role.toLowerCase()} is changed; choose a host that is MANAGED.`;
      return wrongState(message, inInput([...place, 'role']));
    }),
    ...storage.flatMap((hostId) => (known.has(hostId) ? [] : missing(inInput(['userStorage', 'fileServer'])))),
    ...balancedServices.flatMap(({ weights }, service) =>
      weights.flatMap(({ hostId }, index) => {
        const place = ['balancedServices', String(service), 'weights', String(index), 'hostId'];
        return wanted.includes(hostId) ? [] : missing(inInput(place));
      }),
    ),
  ];
  if (errors.length > 0) throw new Refused(errors);
  const appliances = hosts.filter(({ access }) => access === 'NONE').map(({ id }) => id);
  return { observedHosts: observed, appliances };
}

/** Why no cluster may have a host; null where one may. */
function whyNot({ name, cluster, left, vantage }: z.output<typeof hostRow>): string | null {
  if (cluster !== null)
    return `${name} is a member of the cluster ${cluster}, and a host serves one; choose another host, or where ${cluster} itself is to be changed, give its name.`;
  if (left !== null) {
    return `${name} still has what cluster ${left} made there; complete its removal first (retryOperation, or repairCluster).`;
  }
  if (vantage === null) return null;
  return `${name} is the vantage ${vantage}, which is outside of every cluster; choose another host, or delete the vantage (deleteVantage).`;
}

function missing(field: readonly string[]): readonly UserError[] {
  return notFound('Host', ...field).userErrors;
}

function wrongState(message: string, field: readonly string[]): readonly UserError[] {
  return refused('WRONG_STATE', message, field).userErrors;
}
