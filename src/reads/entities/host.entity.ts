import { memberOf } from '../../ports/member-of.js';
import { column, columns, type Entity } from '../entity.js';
import { named } from '../named.js';
import { hostKeyShape } from './host-key.shape.js';
import { hostLeaseShape } from './host-lease.shape.js';
import { sshEndpointShape } from './ssh-endpoint.shape.js';

/** A machine; its role and cluster are those of its membership. */
export const hostEntity: Entity = {
  name: 'Host',
  table: 'host',
  ...named,
  filters: {
    ...named.filters,
    state: (t, value) => `${t}.state = ${value}::text`,
  },
  withinCluster: memberOf,
  joins: {},
  columns: {
    ...columns('id', 'name', 'management', 'access', 'state', 'labels', 'external_ref', 'version', 'created_at'),
    role: {
      sql: (t) => `(SELECT m.role FROM member m WHERE m.tenant_id = ${t}.tenant_id AND m.host_id = ${t}.id)`,
    },
    sshKeyId: column('ssh_key_id'),
    // Those that it is a member of, and those whose value names the database server that it stands for.
    clusterIds: {
      sql: (t) =>
        `(SELECT coalesce(json_agg(s.id ORDER BY s.id), '[]'::json) FROM (
          SELECT m.cluster_id AS id FROM member m WHERE m.tenant_id = ${t}.tenant_id AND m.host_id = ${t}.id
          UNION
          SELECT c.id FROM database_server d JOIN cluster c ON c.tenant_id = d.tenant_id
          JOIN revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision
          WHERE d.tenant_id = ${t}.tenant_id AND d.host_id = ${t}.id AND r.core->'databaseServers' ? d.id::text) s)`,
    },
  },
  fields: { findings: ['id', 'clusterIds'] },
  // Hosts of one cluster are judged together.
  judged: { findings: 100 },
  relations: {
    endpoint: { is: 'part', of: sshEndpointShape, present: (t) => `${t}.access = 'SSH'` },
    hostKey: {
      is: 'part',
      of: hostKeyShape,
      present: (t) => `coalesce(${t}.pinned_sha256, ${t}.offered_sha256) IS NOT NULL`,
    },
    lease: { is: 'part', of: hostLeaseShape, present: (t) => `${t}.lease_until > now()` },
    cluster: {
      is: 'one',
      of: 'Cluster',
      on: (host, cluster) =>
        `${cluster}.id = (SELECT m.cluster_id FROM member m WHERE m.tenant_id = ${host}.tenant_id AND m.host_id = ${host}.id)`,
    },
    sshKey: { is: 'one', of: 'SshKey', on: (host, key) => `${key}.id = ${host}.ssh_key_id` },
    addresses: { is: 'many', of: 'Address', on: (host, address) => `${address}.host_id = ${host}.id` },
    facts: { is: 'many', of: 'Fact', on: (host, fact) => `${fact}.host_id = ${host}.id` },
  },
};
