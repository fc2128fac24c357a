import DataLoader from 'dataloader';
import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import { roleNeeded } from '../domain/role-needed.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Sql } from '../ports/sql.js';
import type { Entity } from './entity.js';
import { loadManifest } from './manifest/load-manifest.js';
import { TreeRenderer } from './render-tree.js';
import { pageOf, Row, type RowPage } from './row.js';
import { listsOf, refuseTooManyRows, refuseTooMuchJudging } from './row-budget.js';
import type { Scope } from './scope.js';
import { loadClusterFigures, type ClusterFigures } from './usage/cluster-figures.js';
import { selectionKey, type SelectedList, type Selection } from './selection.js';

const tree = z.object({ tree: z.unknown() });
const nodeTree = z.object({ tree: z.record(z.string(), z.unknown()) });

/** Reads for one request: a tree is one statement; rows wanted one by one in the same way are read together. */
export class Reads {
  private readonly loaders = new Map<string, DataLoader<string, Row | null>>();

  private readonly figures = new DataLoader((clusterIds: readonly string[]) =>
    loadClusterFigures(this.sql, this.scope.tenantId, clusterIds),
  );

  constructor(
    private readonly sql: Sql,
    readonly scope: Scope,
  ) {}

  async list(entity: Entity, list: SelectedList): Promise<RowPage> {
    if (this.barred(entity)) throw new AppError('FORBIDDEN', roleNeeded('This list', 'ADMIN', this.scope.role));
    refuseTooManyRows(list);
    const { text, params } = new TreeRenderer(this.scope).list(entity, list);
    const [answer] = await this.sql.query(text, params, tree);
    return pageOf(answer?.tree);
  }

  /** The row with this id; null where there is none, or none that the caller may see. */
  async one(entity: Entity, id: string, selection: Selection): Promise<Row | null> {
    if (this.barred(entity) || !entity.id.safeParse(id).success) return null;
    for (const list of listsOf(selection)) refuseTooManyRows(list);
    refuseTooMuchJudging(selection);
    const key = `${entity.name} ${selectionKey(selection)}`;
    let loader = this.loaders.get(key);
    if (loader === undefined) {
      loader = new DataLoader((ids) => this.byIds(entity, ids, selection), { maxBatchSize: 1000 });
      this.loaders.set(key, loader);
    }
    return loader.load(id);
  }

  /** What the hosts of a cluster counted, for accounts of it that the caller sees; those of several clusters are read together. */
  figuresOf(clusterId: string): Promise<ClusterFigures> {
    return this.figures.load(clusterId);
  }

  /** What a cluster declares, as a manifest; null where there is none that the caller may see. */
  manifestOf(clusterId: string): Promise<Manifest | null> {
    return loadManifest(this.sql, this.scope, clusterId);
  }

  private barred(entity: Entity): boolean {
    return entity.forAdmins === true && !this.scope.admin;
  }

  private async byIds(entity: Entity, ids: readonly string[], selection: Selection): Promise<(Row | null)[]> {
    const { text, params } = new TreeRenderer(this.scope).byIds(entity, ids, selection);
    const rows = await this.sql.query(text, params, nodeTree);
    const found = new Map(rows.map((row) => new Row(row.tree)).map((row) => [row.text('id'), row]));
    return ids.map((id) => found.get(id) ?? null);
  }
}
