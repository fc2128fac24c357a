import { z } from 'zod';
import { addressText } from '../../domain/written-address.js';
import { managements, resourceName } from '../../domain/spec.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { annotations, keyed } from '../mutation-input.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';

const input = z.strictObject({
  ...keyed,
  ...annotations,
  name: resourceName,
  hostId: globalRef('Host'),
  sourceAddress: addressText.nullish(),
});

const hostRow = z.object({
  name: z.string(),
  management: z.enum(managements),
  state: z.string(),
  address: z.string(),
  cluster: z.string().nullable(),
  vantage: z.string().nullable(),
});
type HostRow = z.infer<typeof hostRow>;

/** Makes a host a point from which clusters are looked at from outside: by it nothing of them may pass. */
export const registerVantage: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'registerVantage',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform({ sql, ids, caller }, { name, hostId, sourceAddress, labels, externalRef }) {
    const { tenantId } = caller;
    // As whoever declares a cluster: of two that want the host at once the second sees the first.
    await sql.execute('SELECT id FROM host WHERE tenant_id = $1 AND id = $2 FOR UPDATE', [tenantId, hostId]);
    const [host] = await sql.query(
      `SELECT h.name, h.management, h.state, h.address, c.name AS cluster, v.name AS vantage FROM host h
       LEFT JOIN member m ON m.tenant_id = h.tenant_id AND m.host_id = h.id
       LEFT JOIN cluster c ON c.tenant_id = m.tenant_id AND c.id = m.cluster_id
       LEFT JOIN vantage v ON v.tenant_id = h.tenant_id AND v.host_id = h.id
       WHERE h.tenant_id = $1 AND h.id = $2 AND h.access = 'SSH'`,
      [tenantId, hostId],
      hostRow,
    );
    if (host === undefined) throw notFound('Host', 'hostId');
    const reason = reasonAgainst(host);
    if (reason !== null) throw refused('WRONG_STATE', reason, ['hostId']);
    const id = ids.uuid();
    await sql.execute(
      `INSERT INTO vantage (id, tenant_id, name, host_id, source_address, labels, external_ref)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, tenantId, name, hostId, sourceAddress ?? host.address, JSON.stringify(labels), externalRef],
    );
    return { ids: { vantage: id }, target: { kind: 'Vantage', id } };
  },
};

function reasonAgainst({ name, management, state, cluster, vantage }: HostRow): string | null {
  if (cluster !== null) {
    return `${name} is a member of the cluster ${cluster}, and a vantage is outside of every cluster; choose another host.`;
  }
  if (vantage !== null) return `${name} is the vantage ${vantage} already; use that one, or delete it (deleteVantage).`;
  if (management === 'OBSERVED') {
    return `${name} is registered as OBSERVED, and proofs write on their vantage; choose a host that is MANAGED.`;
  }
  return state === 'KEY_UNCONFIRMED' ? `Confirm the key of ${name} first (confirmHostKey).` : null;
}
