import { z } from 'zod';
import { managements, resourceName } from '../../domain/spec.js';
import { planHostKey, planObserve } from '../../plan/plan-observe.js';
import type { Sql } from '../../ports/sql.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { addressText, annotations, keyed } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';
import { fingerprint } from './fingerprint.js';

const input = z.strictObject({
  ...keyed,
  ...annotations,
  name: resourceName,
  address: addressText,
  port: z.int().min(1).max(65_535).default(22),
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'use a unix user name')
    .default('root'),
  reachedThroughId: globalRef('Host').nullish(),
  sshKeyId: globalRef('SshKey'),
  /** Pins the key at once; without it Hostwright asks the host for its key and waits for a confirmation. */
  hostKeyFingerprint: fingerprint.nullish(),
  management: z.enum(managements).default('MANAGED'),
});

const found = z.object({ id: z.uuid() });

async function isThere(sql: Sql, table: 'ssh_key' | 'host', tenantId: string, id: string): Promise<boolean> {
  const rows = await sql.query(`SELECT id FROM ${table} WHERE tenant_id = $1 AND id = $2`, [tenantId, id], found);
  return rows.length > 0;
}

/** Makes a host known: where its sshd listens, who we are there, and which key it must show. */
export const registerHost: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'registerHost',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, given) {
    const { sql, ids, caller, addressPolicy } = work;
    const { tenantId } = caller;
    const hop = given.reachedThroughId ?? null;
    if (!(await isThere(sql, 'ssh_key', tenantId, given.sshKeyId))) throw notFound('SshKey', 'sshKeyId');
    if (hop !== null && !(await isThere(sql, 'host', tenantId, hop))) throw notFound('Host', 'reachedThroughId');
    const refusal = addressPolicy.refusal(given.address);
    if (refusal !== undefined) throw refused('FORBIDDEN_ADDRESS', `${refusal}; hosts may not be there.`, ['address']);
    const pin = given.hostKeyFingerprint ?? null;
    const hostId = ids.uuid();
    await sql.execute(
      `INSERT INTO host (id, tenant_id, name, address, port, login, reached_through, access, management, ssh_key_id,
         pinned_sha256, pin_confirmed_by, pin_confirmed_at, state, labels, external_ref)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'SSH', $14, $8, $9, $10, CASE WHEN $9::text IS NULL THEN NULL ELSE now() END,
         $11, $12, $13)`,
      [
        ...[hostId, tenantId, given.name, given.address, given.port, given.user, hop, given.sshKeyId],
        ...[pin, pin === null ? null : caller.tokenId, pin === null ? 'KEY_UNCONFIRMED' : 'READY'],
        ...[JSON.stringify(given.labels), given.externalRef, given.management],
      ],
    );
    const plan = pin === null ? planHostKey([hostId]) : planObserve([hostId]);
    const target = { kind: 'Host', id: hostId } as const;
    const operation = await startOperation(work, {
      kind: 'REGISTER_HOST',
      lock: 'NONE',
      lockKeys: [],
      target,
      clusterId: null,
      revision: null,
      plan,
    });
    return { ids: { host: hostId, operation }, target, planned: { plan, findings: [] } };
  },
};
