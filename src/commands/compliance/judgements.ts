import DataLoader from 'dataloader';
import type { Sql } from '../../ports/sql.js';
import type { Advice } from '../../rules/advice/advice.js';
import { advise } from '../../rules/advice/advise.js';
import { complianceOf, type Compliance } from '../../rules/compliance.js';
import { findingKey } from '../../rules/finding-key.js';
import { findingsOfHost } from '../../rules/findings-of-host.js';
import type { Finding, RuleFacts } from '../../rules/rule.js';
import { subjectText } from '../../rules/subject.js';
import { waitForChange } from '../../rules/wait-for-change.js';
import { loadClusters, type LoadedCluster } from '../revisions/load-cluster.js';
import { loadFacts } from '../revisions/load-facts.js';
import type { FactsScope } from '../revisions/declared-elsewhere.js';
import { changesUnderWay } from './changes-under-way.js';
import { factsWithDrift } from './facts-with-drift.js';
import { keptAcknowledgements, type KeptAcknowledgement } from './kept-acknowledgements.js';
import { subjectRows, type NamedPart } from './subject-rows.js';

interface Judged {
  readonly cluster: LoadedCluster;
  readonly compliance: Compliance;
  readonly facts: RuleFacts;
}

/**
 * What rules say of clusters, for one request, by what is stored of their hosts. Clusters asked for side by side are read
 * together, and none is judged twice. One that the caller may not see is as good as missing.
 */
export class Judgements {
  private readonly judged = new DataLoader((clusterIds: readonly string[]) => this.judge(clusterIds));
  private readonly kept = new DataLoader((clusterIds: readonly string[]) => this.loadKept(clusterIds));
  private readonly parts = new DataLoader(
    (parts: readonly NamedPart[]) => subjectRows(this.sql, this.scope.tenantId, parts),
    { cacheKeyFn: (part: NamedPart): string => JSON.stringify(part) },
  );

  constructor(
    private readonly sql: Sql,
    private readonly scope: FactsScope,
  ) {}

  async compliance(clusterId: string): Promise<Compliance | null> {
    return (await this.judged.load(clusterId))?.compliance ?? null;
  }

  /** What to move away from which host of a cluster, what helps most first. */
  async advice(clusterId: string): Promise<readonly Advice[] | null> {
    const judged = await this.judged.load(clusterId);
    return judged === null ? null : advise(judged.cluster.spec, judged.facts);
  }

  /** What the clusters that a host serves say about it. */
  async findingsOfHost(hostId: string, clusterIds: readonly string[]): Promise<readonly Finding[]> {
    const judged = await Promise.all(clusterIds.map((id) => this.judged.load(id)));
    return judged.flatMap((one) =>
      one === null ? [] : findingsOfHost(one.compliance.findings, one.cluster.spec, hostId),
    );
  }

  /** What a rule says of a subject now; null where it says that no more. */
  async finding(clusterId: string, key: string): Promise<Finding | null> {
    const compliance = await this.compliance(clusterId);
    return compliance?.findings.find((finding) => findingKey(finding) === key) ?? null;
  }

  /** What was acknowledged for a cluster, the oldest first. */
  acknowledgements(clusterId: string): Promise<readonly KeptAcknowledgement[]> {
    return this.kept.load(clusterId);
  }

  /** The acknowledgement that a finding would be let pass by, were it a warning. */
  async acknowledgementOf({ clusterId, ruleId, subject }: Finding): Promise<KeptAcknowledgement | null> {
    if (clusterId === null) return null;
    const text = subjectText(subject);
    const kept = await this.kept.load(clusterId);
    return kept.find((one) => one.rule === ruleId && one.subject === text) ?? null;
  }

  /** Row id of what a finding speaks of; null where there is no such row, as before a cluster is created. */
  async subjectRow({ clusterId, subject: { kind, id } }: Finding): Promise<string | null> {
    if (kind === 'Cluster') return clusterId;
    if (kind !== 'Network' && kind !== 'Address') return id;
    return clusterId === null ? null : this.parts.load({ kind, clusterId, text: id });
  }

  private async judge(clusterIds: readonly string[]): Promise<(Judged | null)[]> {
    const { tenantId, clusterId: only } = this.scope;
    const seen = clusterIds.filter((id) => only === null || id === only);
    const clusters = await loadClusters(this.sql, tenantId, seen);
    const facts = await loadFacts(this.sql, this.scope, ...clusters.map(({ spec }) => spec));
    const factsOf = await factsWithDrift(this.sql, tenantId, clusters, facts);
    const changes = await changesUnderWay(this.sql, tenantId, seen);
    const judged = await Promise.all(
      clusters.map(async (cluster) => {
        const { id, spec, state, revision } = cluster;
        const value = { id, spec, revision, draft: state === 'DRAFT' };
        const compliance = complianceOf(value, factsOf(id), await this.kept.load(id));
        const change = changes.get(id);
        const told = change === undefined ? compliance : waitForChange(compliance, change);
        return [id, { cluster, facts, compliance: told }] as const;
      }),
    );
    const byId = new Map(judged);
    return clusterIds.map((id) => byId.get(id) ?? null);
  }

  private async loadKept(clusterIds: readonly string[]): Promise<(readonly KeptAcknowledgement[])[]> {
    const kept = await keptAcknowledgements(this.sql, this.scope.tenantId, clusterIds);
    return clusterIds.map((id) => kept.filter(({ clusterId }) => clusterId === id));
  }
}
