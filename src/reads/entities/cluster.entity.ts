import { column, columns, type Entity } from '../entity.js';
import { named } from '../named.js';
import { userStorageShape } from './user-storage.shape.js';

const core = 'core';

/** A cluster; what its value declares is read from the accepted revision's core and from its projections. */
export const clusterEntity: Entity = {
  name: 'Cluster',
  table: 'cluster',
  ...named,
  filters: {
    ...named.filters,
    state: (t, value) => `${t}.state = ${value}::text`,
  },
  withinCluster: (t, cluster) => `${t}.id = ${cluster}`,
  joins: {
    core: (t) =>
      `JOIN revision ${t}_r ON ${t}_r.tenant_id = ${t}.tenant_id AND ${t}_r.cluster_id = ${t}.id AND ${t}_r.number = ${t}.accepted_revision`,
  },
  columns: {
    ...columns('id', 'name', 'state', 'labels', 'external_ref', 'created_at'),
    version: column('accepted_revision'),
    // The last one that ended badly; what came of its retry counts in its place.
    degradedBy: {
      sql: (t) =>
        `(SELECT json_build_object('id', o.id, 'kind', o.kind, 'state', o.state) FROM operation o
          WHERE o.tenant_id = ${t}.tenant_id AND o.cluster_id = ${t}.id AND o.state IN ('FAILED', 'CANCELLED')
            AND o.revision IS NOT NULL AND ${t}.state = 'DEGRADED'
            AND NOT EXISTS (SELECT 1 FROM operation n WHERE n.tenant_id = o.tenant_id AND n.cluster_id = o.cluster_id
              AND n.retry_of = o.id AND n.state IN ('SUCCEEDED', 'FAILED', 'CANCELLED'))
          ORDER BY o.created_at DESC, o.id DESC LIMIT 1)`,
    },
    topology: { sql: (t) => `${t}_r.core->>'topology'`, join: core },
    nat: { sql: (t) => `${t}_r.core->'nat'`, join: core },
    panel: { sql: (t) => `${t}_r.core->'panel'`, join: core },
    // Older revisions say nothing of what came later.
    lbMode: { sql: (t) => `coalesce(${t}_r.core->>'lbMode', 'MANAGED')`, join: core },
    ruleSet: { sql: (t) => `coalesce(${t}_r.core->>'ruleSet', 'BASE')`, join: core },
    forwarding: { sql: (t) => `coalesce(${t}_r.core->>'forwarding', 'DR')`, join: core },
    hypervisorAccess: { sql: (t) => `(${t}_r.core->>'hypervisorAccess')::boolean`, join: core },
    balancedServices: { sql: (t) => `coalesce(${t}_r.core->'balancedServices', '[]')`, join: core },
    core: { sql: (t) => `${t}_r.core`, join: core },
    webServer: { sql: (t) => `${t}_r.core->>'webServer'`, join: core },
    localDatabase: { sql: (t) => `coalesce((${t}_r.core->>'localDatabase')::boolean, false)`, join: core },
    quotasRequired: { sql: (t) => `(${t}_r.core->>'quotasRequired')::boolean`, join: core },
  },
  fields: {
    stateReason: ['state', 'degradedBy'],
    externalBalancing: ['core'],
    forwardRules: ['core'],
    compliance: ['id'],
    advice: ['id'],
  },
  judged: { compliance: 1000, advice: 1000 },
  relations: {
    revision: {
      is: 'one',
      of: 'Revision',
      on: (cluster, revision) =>
        `${revision}.cluster_id = ${cluster}.id AND ${revision}.number = ${cluster}.accepted_revision`,
    },
    appliedRevision: {
      is: 'one',
      of: 'Revision',
      on: (cluster, revision) =>
        `${revision}.cluster_id = ${cluster}.id AND ${revision}.number = ${cluster}.applied_revision`,
    },
    networks: {
      is: 'list',
      of: 'Network',
      on: (cluster, network) => `${network}.cluster_id = ${cluster}.id`,
      limit: 100,
    },
    manager: {
      is: 'one',
      of: 'Host',
      on: (cluster, host) =>
        `${host}.id = (SELECT m.host_id FROM member m WHERE m.tenant_id = ${cluster}.tenant_id AND m.cluster_id = ${cluster}.id AND m.role = 'MANAGER' ORDER BY m.position LIMIT 1)`,
    },
    hosts: {
      is: 'many',
      of: 'Host',
      join: (host) =>
        `JOIN member ${host}_m ON ${host}_m.tenant_id = ${host}.tenant_id AND ${host}_m.host_id = ${host}.id`,
      on: (cluster, host) => `${host}_m.cluster_id = ${cluster}.id`,
      sort: [
        { sql: (host) => `${host}_m.position`, type: 'int' },
        { sql: (host) => `${host}.id`, type: 'uuid' },
      ],
      filters: { role: (host, value) => `${host}_m.role = ${value}::text` },
    },
    quorumAddress: {
      is: 'one',
      of: 'Address',
      on: (cluster, address) =>
        `${address}.id = (SELECT q.id FROM address q WHERE q.tenant_id = ${cluster}.tenant_id AND q.cluster_id = ${cluster}.id AND q.purpose = 'QUORUM' ORDER BY q.position LIMIT 1)`,
    },
    addresses: {
      is: 'many',
      of: 'Address',
      on: (cluster, address) => `${address}.cluster_id = ${cluster}.id`,
    },
    userStorage: { is: 'part', of: userStorageShape },
    databaseServers: {
      is: 'many',
      of: 'DatabaseServer',
      on: (cluster, server) =>
        `EXISTS (SELECT 1 FROM revision dr WHERE dr.tenant_id = ${cluster}.tenant_id AND dr.cluster_id = ${cluster}.id AND dr.number = ${cluster}.accepted_revision AND dr.core->'databaseServers' ? ${server}.id::text)`,
    },
    accounts: {
      is: 'many',
      of: 'Account',
      on: (cluster, account) => `${account}.cluster_id = ${cluster}.id`,
    },
    operations: {
      is: 'many',
      of: 'Operation',
      on: (cluster, operation) => `${operation}.cluster_id = ${cluster}.id`,
    },
    revisions: {
      is: 'many',
      of: 'Revision',
      on: (cluster, revision) => `${revision}.cluster_id = ${cluster}.id`,
    },
  },
};
