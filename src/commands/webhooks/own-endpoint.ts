import { z } from 'zod';
import type { Work } from '../command.js';
import { notFound } from '../revisions/not-found.js';

const row = z.object({
  state: z.string(),
  version: z.int(),
  external_ref: z.string().nullable(),
  secret_id: z.uuid(),
  secret_version: z.int(),
  former_secret_id: z.uuid().nullable(),
});
type OwnEndpoint = z.infer<typeof row>;

/** An endpoint of the caller's tenant, locked. */
export async function ownEndpoint({ sql, caller }: Work, endpointId: string): Promise<OwnEndpoint> {
  const [endpoint] = await sql.query(
    `SELECT state, version, external_ref, secret_id, secret_version, former_secret_id FROM webhook_endpoint
     WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
    [caller.tenantId, endpointId],
    row,
  );
  if (endpoint === undefined) throw notFound('WebhookEndpoint', 'webhookEndpointId');
  return endpoint;
}
