import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Database } from '../../ports/sql.js';
import { loadCluster, type LoadedCluster } from './load-cluster.js';

/** A cluster and the number of its accepted revision, which no two values of it share. */
export interface AcceptedRevision {
  readonly clusterId: string;
  readonly revision: number;
}

type Read = (
  database: Database,
  tenantId: string,
  clusterId: string,
) => Promise<Pick<LoadedCluster, 'revision' | 'spec'> | undefined>;

/** So many are remembered: the tasks of an operation, which ask for the same, follow one another. */
const most = 8;

/**
 * Values of clusters that were asked for lately, so that the tasks of an operation on many hosts do not read the whole cluster once
 * each. A value is never changed: an edit is a revision with another number, and how the hosts and database servers that it names are
 * registered stays as it is. Only what is committed is read, and for that outside of any transaction: what one of them wrote and rolled
 * back would stay here under a number that another edit takes then.
 */
export class RecentClusters {
  private readonly known = new Map<string, { readonly revision: number; readonly loading: ReturnType<Read> }>();

  constructor(private readonly read: Read = (...of) => loadCluster(...of, 'read')) {}

  /** The value of each cluster in its accepted revision or, where another was accepted meanwhile, in that. */
  async load(
    database: Database,
    tenantId: string,
    accepted: readonly AcceptedRevision[],
  ): Promise<readonly ClusterSpec[]> {
    const loaded = await Promise.all(accepted.map((one) => this.loadOne(database, tenantId, one)));
    return loaded.flatMap((cluster) => cluster?.spec ?? []);
  }

  private loadOne(database: Database, tenantId: string, { clusterId, revision }: AcceptedRevision): ReturnType<Read> {
    const key = `${tenantId} ${clusterId}`;
    const former = this.known.get(key);
    // Whatever is asked for last is forgotten last.
    this.known.delete(key);
    const kept =
      former?.revision === revision ? former : { revision, loading: this.read(database, tenantId, clusterId) };
    this.known.set(key, kept);
    const [oldest] = this.known.keys();
    if (this.known.size > most && oldest !== undefined) this.known.delete(oldest);
    const forget = (): void => {
      if (this.known.get(key) === kept) this.known.delete(key);
    };
    kept.loading.then((cluster) => {
      // It was edited between the two questions: under this number nobody shall find it.
      if (cluster?.revision !== revision) forget();
    }, forget);
    return kept.loading;
  }
}
