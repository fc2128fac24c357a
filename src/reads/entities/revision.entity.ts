import { z } from 'zod';
import { columns, type Entity } from '../entity.js';

/** An accepted value of a cluster; its id is the cluster's id and its number. */
export const revisionEntity: Entity = {
  name: 'Revision',
  table: 'revision',
  id: z
    .string()
    .regex(/^[0-9a-f-]{36}\.[1-9]\d{0,8}$/)
    .refine((id) => z.uuid().safeParse(id.slice(0, 36)).success),
  byIds: (t, ids) =>
    `(${t}.cluster_id, ${t}.number) IN (SELECT split_part(x, '.', 1)::uuid, split_part(x, '.', 2)::int FROM unnest(${ids}::text[]) x)`,
  sort: [
    { sql: (t) => `${t}.number`, type: 'int' },
    { sql: (t) => `${t}.cluster_id`, type: 'uuid' },
  ],
  descending: true,
  filters: {},
  withinCluster: (t, cluster) => `${t}.cluster_id = ${cluster}`,
  joins: {},
  columns: {
    id: { sql: (t) => `${t}.cluster_id::text || '.' || ${t}.number` },
    ...columns('number', 'schema', 'core', 'at'),
    author: {
      sql: (t) =>
        `coalesce((SELECT k.name FROM api_token k WHERE k.tenant_id = ${t}.tenant_id AND k.id::text = ${t}.author), ${t}.author)`,
    },
  },
  fields: {},
  relations: {
    cluster: {
      is: 'one',
      of: 'Cluster',
      on: (revision, cluster) => `${cluster}.id = ${revision}.cluster_id`,
    },
  },
};
