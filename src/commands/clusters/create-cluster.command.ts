import { z } from 'zod';
import { clusterSpec } from '../../domain/account-spec.js';
import { introduced } from '../../rules/introduced.js';
import { judge } from '../../rules/judge.js';
import type { Command } from '../command.js';
import { acknowledge, annotations, keyed } from '../mutation-input.js';
import { acceptRevision } from '../revisions/accept-revision.js';
import { acknowledgedByInput } from '../revisions/acknowledged-subjects.js';
import { enforce, keepAcknowledgements } from '../revisions/enforce.js';
import { loadDatabaseServers } from '../revisions/load-cluster.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import { notFound } from '../revisions/not-found.js';
import { checkMembers } from './check-members.js';
import { clusterCoreInput, inClusterInput, toCore } from './cluster-core-input.js';
import { withLocalDatabase } from './with-local-database.js';

const input = z
  .strictObject({ ...keyed, ...annotations, acknowledge, ...clusterCoreInput })
  .transform((given, context) => ({
    idempotencyKey: given.idempotencyKey,
    validateOnly: given.validateOnly,
    labels: given.labels,
    externalRef: given.externalRef,
    acknowledge: given.acknowledge,
    core: toCore(given, context),
  }));

/** Declares a cluster as a draft: nothing is touched until it is set up, and what is merely missing is information. */
export const createCluster: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'createCluster',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, { core: given, labels, externalRef, acknowledge: meant }) {
    const { sql, ids, caller } = work;
    const { tenantId, tokenId } = caller;
    const lookedAt = await checkMembers(sql, tenantId, given, null, inClusterInput);
    const named = await loadDatabaseServers(sql, tenantId, given.databaseServers);
    const unknown = given.databaseServers.findIndex((id) => !named.some((server) => server.databaseServerId === id));
    if (unknown !== -1) throw notFound('DatabaseServer', 'databaseServerIds', String(unknown));
    const core = given.localDatabase ? await withLocalDatabase(work, given) : given;
    const databaseServers = await loadDatabaseServers(sql, tenantId, core.databaseServers);
    const spec = clusterSpec.parse({ core, accounts: [], databaseServers, ...lookedAt });
    const facts = await factsOfWork(work, spec);
    const findings = judge(spec, facts, ['declared'], { draft: true });
    const acknowledged = acknowledgedByInput(meant, spec, facts, findings);
    enforce(introduced(findings, []), acknowledged, inClusterInput);
    const id = ids.uuid();
    await sql.execute(
      `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision, labels, external_ref)
       VALUES ($1, $2, $3, 'DRAFT', 1, $4, $5)`,
      [id, tenantId, core.name, JSON.stringify(labels), externalRef],
    );
    await acceptRevision(sql, ids, { tenantId, clusterId: id, number: 1, core, author: tokenId });
    await keepAcknowledgements(sql, tenantId, id, tokenId, acknowledged);
    return { ids: { cluster: id }, target: { kind: 'Cluster', id }, planned: { plan: { tasks: [] }, findings } };
  },
};
