import { z } from 'zod';
import { dataDirectory } from '../../probes/database/data-directory.js';
import { galera } from '../../probes/database/galera.js';
import { groupReplication } from '../../probes/database/group-replication.js';
import { ndbCluster } from '../../probes/database/ndb-cluster.js';
import { rootRights } from '../../probes/database/root-rights.js';
import { column, columns, type Entity } from '../entity.js';

/**
 * What a MySQL server says of itself. The rest of what it is asked is about its users, which other clusters and strangers have there
 * too: of those a token for one cluster is shown its own accounts', as evidence of findings.
 */
const ofServer = [rootRights(), galera(), groupReplication(), ndbCluster(), dataDirectory()]
  .map(({ id }) => `'${id}'`)
  .join(', ');

/** What a host answered when it was last asked. */
export const factEntity: Entity = {
  name: 'Fact',
  table: 'fact',
  id: z.never(),
  byIds: () => 'false',
  sort: [{ sql: (t) => `${t}.probe_id`, type: 'text' }],
  descending: false,
  filters: {},
  withinCluster: (t) =>
    `(${t}.probe_id IN (${ofServer}) OR NOT EXISTS (SELECT 1 FROM host wh WHERE wh.tenant_id = ${t}.tenant_id AND wh.id = ${t}.host_id AND wh.access = 'SQL'))`,
  joins: {},
  columns: { ...columns('command', 'exit_code', 'stdout', 'stderr', 'observed_at'), probe: column('probe_id') },
  fields: {},
  relations: {},
};
