import { columns, type Entity } from '../entity.js';
import { named } from '../named.js';

/** A key pair of ours; only the public half can be read. */
export const sshKeyEntity: Entity = {
  name: 'SshKey',
  table: 'ssh_key',
  ...named,
  withinCluster: () => 'false',
  joins: {},
  columns: columns('id', 'name', 'public_key', 'fingerprint', 'labels', 'external_ref', 'version', 'created_at'),
  fields: { cloudInit: ['publicKey'], installCommand: ['publicKey'] },
  relations: {},
};
