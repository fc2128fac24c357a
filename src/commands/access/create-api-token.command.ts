import { z } from 'zod';
import type { Command } from '../command.js';
import { role } from '../caller.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';
import { hashOfToken, newToken } from './token-text.js';

const input = z.strictObject({
  ...keyed,
  name: z.string().min(1).max(100),
  role,
  /** Binds the token to one cluster. */
  clusterId: globalRef('Cluster').nullish(),
  expiresAt: z.date().nullish(),
});

const found = z.object({ id: z.uuid() });

/** Hands out access. The token is shown in this one answer; only its hash is kept. */
export const createApiToken: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'createApiToken',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform({ sql, ids, clock, caller }, given) {
    const clusterId = given.clusterId ?? null;
    const expiresAt = given.expiresAt ?? null;
    if (expiresAt !== null && expiresAt <= clock.now()) {
      throw refused('INVALID_INPUT', 'This moment has passed; choose a later one.', ['expiresAt']);
    }
    const clusters = await sql.query(
      'SELECT id FROM cluster WHERE tenant_id = $1 AND id = $2',
      [caller.tenantId, clusterId],
      found,
    );
    if (clusterId !== null && clusters.length === 0) throw notFound('Cluster', 'clusterId');
    const token = newToken(ids);
    const id = ids.uuid();
    await sql.execute(
      `INSERT INTO api_token (id, tenant_id, name, hash, role, cluster_id, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, caller.tenantId, given.name, hashOfToken(token), given.role, clusterId, caller.tokenId, expiresAt],
    );
    return { ids: { apiToken: id }, target: { kind: 'ApiToken', id }, shownOnce: token };
  },
};
