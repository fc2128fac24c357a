import { z } from 'zod';
import { shortestSecret } from '../../domain/secret.js';
import { resourceName } from '../../domain/spec.js';
import { addressText } from '../../domain/written-address.js';
import { planObserve } from '../../plan/plan-observe.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { annotations, keyed, secretText } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { hopsAmong } from '../hosts/hops-among.js';
import { notFound } from '../revisions/not-found.js';

const input = z.strictObject({
  ...keyed,
  ...annotations,
  name: resourceName,
  address: addressText,
  port: z.int().min(1).max(65_535).default(3306),
  user: z.string().min(1).max(80).default('root'),
  password: secretText(shortestSecret, 255),
  /** The host that forwards our connections inside of SSH: those of MySQL itself are not encrypted. */
  reachedThroughId: globalRef('Host'),
});

/** Makes a MySQL server known that its owner runs. It is looked at and, for accounts, changed by SQL only. */
export const registerDatabaseServer: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'registerDatabaseServer',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, given) {
    const { sql, ids, vault, caller } = work;
    const { tenantId } = caller;
    const hops = await hopsAmong(work, [given.reachedThroughId]);
    if (hops.size === 0) throw notFound('Host', 'reachedThroughId');
    const hostId = ids.uuid();
    await sql.execute(
      `INSERT INTO host (id, tenant_id, name, access, management, state) VALUES ($1, $2, $3, 'SQL', 'MANAGED', 'READY')`,
      [hostId, tenantId, given.name],
    );
    const secret = await vault.seal(sql, tenantId, 'mysql-password', given.password);
    const id = ids.uuid();
    await sql.execute(
      `INSERT INTO database_server (id, tenant_id, name, host_id, address, port, login, secret_id, secret_version,
         reached_through, labels, external_ref)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[id, tenantId, given.name, hostId, given.address, given.port, given.user],
        ...[secret.secretId, secret.version, given.reachedThroughId, JSON.stringify(given.labels), given.externalRef],
      ],
    );
    const plan = planObserve([hostId]);
    const target = { kind: 'DatabaseServer', id } as const;
    const operation = await startOperation(work, {
      kind: 'REGISTER_DATABASE_SERVER',
      lock: 'NONE',
      lockKeys: [],
      target,
      clusterId: null,
      revision: null,
      plan,
    });
    return { ids: { databaseServer: id, operation }, target, planned: { plan, findings: [] } };
  },
};
