import { z } from 'zod';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';
import { notFound } from '../revisions/not-found.js';

const input = z.strictObject({ ...repeatable, apiTokenId: globalRef('ApiToken') });

/** Ends a token at once. Revoking it again changes nothing. */
export const revokeApiToken: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'revokeApiToken',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform({ sql, caller }, { apiTokenId }) {
    const rows = await sql.execute(
      'UPDATE api_token SET revoked_at = coalesce(revoked_at, now()) WHERE tenant_id = $1 AND id = $2',
      [caller.tenantId, apiTokenId],
    );
    if (rows === 0) throw notFound('ApiToken', 'apiTokenId');
    return { ids: { apiToken: apiTokenId }, target: { kind: 'ApiToken', id: apiTokenId } };
  },
};
