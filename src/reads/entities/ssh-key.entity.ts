import { uuid } from '../../domain/ids.js';
import { columns, type Entity } from '../entity.js';

/** A key pair of ours; only the public half can be read. */
export const sshKeyEntity: Entity = {
  name: 'SshKey',
  table: 'ssh_key',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.name`, type: 'text' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: {
    name: (t, value) => `${t}.name = ${value}::text`,
    externalRef: (t, value) => `${t}.external_ref = ${value}::text`,
  },
  withinCluster: () => 'false',
  joins: {},
  columns: columns('id', 'name', 'public_key', 'fingerprint', 'labels', 'external_ref', 'version', 'created_at'),
  fields: { cloudInit: ['publicKey'], installCommand: ['publicKey'] },
  relations: {},
};
