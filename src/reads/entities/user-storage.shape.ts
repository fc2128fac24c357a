import type { Shape } from '../entity.js';

/** Where a cluster's `/chroot` tree lives: part of the accepted core. */
export const userStorageShape: Shape = {
  columns: {
    mode: { sql: (t) => `${t}_r.core->'userStorage'->>'mode'`, join: 'core' },
    exportPath: { sql: (t) => `${t}_r.core->'userStorage'->>'exportPath'`, join: 'core' },
  },
  fields: {},
  relations: {
    fileServer: {
      is: 'one',
      of: 'Host',
      on: (cluster, host) =>
        `${host}.id = (SELECT (sr.core->'userStorage'->>'fileServer')::uuid FROM revision sr WHERE sr.tenant_id = ${cluster}.tenant_id AND sr.cluster_id = ${cluster}.id AND sr.number = ${cluster}.accepted_revision)`,
    },
  },
};
