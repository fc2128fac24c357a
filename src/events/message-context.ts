import { z } from 'zod';
import { resourceKinds, toGlobalId } from '../domain/ids.js';
import type { Sql } from '../ports/sql.js';

const hostRow = z.object({ id: z.uuid(), name: z.string(), external_ref: z.string().nullable() });
const operationRow = z.object({
  id: z.uuid(),
  kind: z.string(),
  target_kind: z.enum(resourceKinds),
  target_id: z.uuid(),
  target_ref: z.string().nullable(),
  cluster_id: z.uuid().nullable(),
  cluster_name: z.string().nullable(),
  cluster_ref: z.string().nullable(),
  retry_of: z.uuid().nullable(),
  tasks: z.bigint(),
  done: z.bigint(),
  failed: z.bigint(),
  cancelled: z.bigint(),
});

/** What messages say of the hosts and operations that they name, by row id. */
export interface MessageContext {
  readonly hosts: ReadonlyMap<string, object>;
  readonly operations: ReadonlyMap<string, ToldOperation>;
}

interface ToldOperation {
  readonly operation: object;
  readonly progress: object;
  /** Null where it is about none. */
  readonly cluster: object | null;
}

/** Loads both for many messages at once. A row id is unique over all tenants. */
export async function loadMessageContext(
  sql: Sql,
  hostIds: readonly string[],
  operationIds: readonly string[],
): Promise<MessageContext> {
  const hosts = await sql.query(
    'SELECT id, name, external_ref FROM host WHERE id = ANY($1::uuid[])',
    [hostIds],
    hostRow,
  );
  const operations = await sql.query(
    `SELECT o.id, o.kind, o.target_kind, o.target_id, o.retry_of, o.cluster_id, c.name AS cluster_name,
       c.external_ref AS cluster_ref,
       CASE o.target_kind
         WHEN 'Host' THEN (SELECT h.external_ref FROM host h WHERE h.tenant_id = o.tenant_id AND h.id = o.target_id)
         WHEN 'Cluster' THEN (SELECT k.external_ref FROM cluster k WHERE k.tenant_id = o.tenant_id AND k.id = o.target_id)
         WHEN 'Account' THEN (SELECT a.external_ref FROM account a WHERE a.tenant_id = o.tenant_id AND a.id = o.target_id)
         WHEN 'DatabaseServer' THEN
           (SELECT d.external_ref FROM database_server d WHERE d.tenant_id = o.tenant_id AND d.id = o.target_id)
       END AS target_ref,
       t.tasks, t.done, t.failed, t.cancelled
     FROM operation o LEFT JOIN cluster c ON c.tenant_id = o.tenant_id AND c.id = o.cluster_id
     CROSS JOIN LATERAL (
       SELECT count(*) AS tasks, count(*) FILTER (WHERE state = 'DONE') AS done,
         count(*) FILTER (WHERE state = 'FAILED') AS failed, count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled
       FROM task WHERE tenant_id = o.tenant_id AND operation_id = o.id) t
     WHERE o.id = ANY($1::uuid[])`,
    [operationIds],
    operationRow,
  );
  return {
    hosts: new Map(
      hosts.map(({ id, name, external_ref: externalRef }) => [id, { id: toGlobalId('Host', id), name, externalRef }]),
    ),
    operations: new Map(operations.map((row) => [row.id, told(row)])),
  };
}

function told(row: z.infer<typeof operationRow>): ToldOperation {
  const cluster =
    row.cluster_id === null
      ? null
      : { id: toGlobalId('Cluster', row.cluster_id), name: row.cluster_name, externalRef: row.cluster_ref };
  return {
    cluster,
    operation: {
      id: toGlobalId('Operation', row.id),
      kind: row.kind,
      target: { kind: row.target_kind, id: toGlobalId(row.target_kind, row.target_id), externalRef: row.target_ref },
      cluster,
      retryOf: row.retry_of === null ? null : toGlobalId('Operation', row.retry_of),
    },
    progress: {
      ...{ tasks: Number(row.tasks), done: Number(row.done) },
      ...{ failed: Number(row.failed), cancelled: Number(row.cancelled) },
    },
  };
}
