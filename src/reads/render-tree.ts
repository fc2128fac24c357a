import { AppError } from '../domain/app-error.js';
import { entityNamed } from './entity-registry.js';
import type { Entity, Filter, Relation, Shape, SortTerm } from './entity.js';
import { fromCursor } from './page.js';
import type { Scope } from './scope.js';
import type { SelectedList, SelectedRelation, Selection } from './selection.js';

export interface Statement {
  readonly text: string;
  readonly params: readonly unknown[];
}

interface ListSource {
  readonly join: string;
  readonly where: readonly string[];
  readonly sort: readonly SortTerm[];
  readonly descending: boolean;
  readonly filters: Readonly<Record<string, Filter>>;
}

/** PostgreSQL takes 100 arguments to a function: a row with more than that is put together from several. */
function jsonObject(members: readonly string[]): string {
  if (members.length <= 50) return `json_build_object(${members.join(', ')})`;
  return `(jsonb_build_object(${members.slice(0, 50).join(', ')}) || ${jsonObject(members.slice(50)).replace(/^json_/, 'jsonb_')})`;
}

/**
 * Renders a selection as one statement that answers one JSON document, whatever its depth and size. Every table in it is
 * bound to the tenant, and to the token's cluster where it has one. Texts come from entities only; values are parameters.
 */
export class TreeRenderer {
  private readonly params: unknown[];
  private aliases = 0;

  constructor(private readonly scope: Scope) {
    this.params = [scope.tenantId];
  }

  list(entity: Entity, list: SelectedList): Statement {
    const t = this.alias();
    const source = { join: '', where: [], sort: entity.sort, descending: entity.descending, filters: entity.filters };
    return { text: `SELECT ${this.page(entity, t, list, source)} AS tree`, params: this.params };
  }

  byIds(entity: Entity, ids: readonly string[], selection: Selection): Statement {
    const t = this.alias();
    const node = this.node(entity, t, { ...selection, columns: new Set([...selection.columns, 'id']) });
    const where = [...this.bounds(entity, t), entity.byIds(t, this.param(ids))];
    return {
      text: `SELECT ${node} AS tree FROM ${this.from(entity, t, selection)} WHERE ${where.join(' AND ')}`,
      params: this.params,
    };
  }

  private node(shape: Shape, t: string, selection: Selection, also: readonly string[] = []): string {
    const values = [...selection.columns].map((name) => {
      const column = shape.columns[name];
      if (column === undefined) throw new Error(`there is no column ${name}`);
      return `'${name}', ${column.sql(t)}`;
    });
    const related = [...selection.relations].map(
      ([key, selected]) => `${this.literal(`@${key}`)}, ${this.relation(shape, t, selected)}`,
    );
    return jsonObject([...values, ...related, ...also]);
  }

  private relation(shape: Shape, t: string, selected: SelectedRelation): string {
    const relation = shape.relations[selected.name];
    if (relation === undefined) throw new Error(`there is no relation ${selected.name}`);
    if ('list' in selected) {
      if (relation.is !== 'many') throw new Error(`${selected.name} has no pages`);
      return this.many(relation, t, selected.list);
    }
    const { selection } = selected;
    switch (relation.is) {
      case 'many':
        throw new Error(`${selected.name} has pages`);
      case 'part': {
        const node = this.node(relation.of, t, selection);
        return relation.present === undefined ? node : `CASE WHEN ${relation.present(t)} THEN ${node} END`;
      }
      case 'one': {
        const entity = entityNamed(relation.of);
        const child = this.alias();
        const where = [...this.bounds(entity, child), relation.on(t, child)];
        return `(SELECT ${this.node(entity, child, selection)} FROM ${this.from(entity, child, selection)} WHERE ${where.join(' AND ')})`;
      }
      case 'list': {
        const entity = entityNamed(relation.of);
        const child = this.alias();
        const where = [...this.bounds(entity, child), relation.on(t, child)];
        const order = entity.sort.map((term) => term.sql(child)).join(', ');
        return `(SELECT coalesce(json_agg(${child}x.node), '[]'::json) FROM (SELECT ${this.node(entity, child, selection)} AS node
          FROM ${this.from(entity, child, selection)} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${relation.limit}) ${child}x)`;
      }
    }
  }

  private many(relation: Extract<Relation, { is: 'many' }>, t: string, list: SelectedList): string {
    const entity = entityNamed(relation.of);
    const child = this.alias();
    return this.page(entity, child, list, {
      join: relation.join?.(child) ?? '',
      where: [relation.on(t, child)],
      sort: relation.sort ?? entity.sort,
      descending: relation.descending ?? entity.descending,
      filters: { ...entity.filters, ...relation.filters },
    });
  }

  private page(entity: Entity, t: string, list: SelectedList, source: ListSource): string {
    const { page, selection } = list;
    const conditions = [...this.bounds(entity, t), ...source.where, ...this.filtered(t, list.filters, source.filters)];
    const keys = source.sort.map((term) => term.sql(t));
    const forward = source.descending === page.backward;
    const beyond =
      page.cursor === null
        ? []
        : [
            `(${keys.join(', ')}) ${forward ? '>' : '<'} (${fromCursor(page.cursor, source.sort)
              .map((value, index) => `${this.param(value)}::${source.sort[index]?.type ?? 'text'}`)
              .join(', ')})`,
          ];
    const cursor = list.cursors ? [`'$keys', json_build_array(${keys.map((key) => `${key}::text`).join(', ')})`] : [];
    const node = this.node(entity, t, selection, cursor);
    const from = `${this.from(entity, t, selection)} ${source.join}`;
    const order = keys.map((key) => `${key} ${forward ? 'ASC' : 'DESC'}`).join(', ');
    const rows = `SELECT ${node} AS node FROM ${from} WHERE ${[...conditions, ...beyond].join(' AND ')} ORDER BY ${order} LIMIT ${page.size + 1}`;
    const total = list.total ? `'total', (SELECT count(*) FROM ${from} WHERE ${conditions.join(' AND ')}), ` : '';
    return `(SELECT json_build_object(${total}'size', ${page.size}, 'backward', ${page.backward}, 'bounded', ${page.cursor !== null},
      'rows', coalesce(json_agg(${t}x.node), '[]'::json)) FROM (${rows}) ${t}x)`;
  }

  private filtered(
    t: string,
    wanted: Readonly<Record<string, unknown>>,
    known: Readonly<Record<string, Filter>>,
  ): string[] {
    return Object.entries(wanted).flatMap(([name, value]) => {
      if (value === undefined || value === null) return [];
      const filter = known[name];
      if (filter === undefined) throw new Error(`there is no filter ${name}`);
      return [filter(t, this.param(value))];
    });
  }

  private from(entity: Entity, t: string, selection: Selection): string {
    const names = new Set([...this.joined(entity, selection)]);
    return [`${entity.table} ${t}`, ...[...names].map((name) => entity.joins[name]?.(t) ?? '')].join(' ');
  }

  /** Joins that the columns read, those of parts of the row included. */
  private joined(shape: Shape, selection: Selection): readonly string[] {
    const own = [...selection.columns].flatMap((name) => shape.columns[name]?.join ?? []);
    const parts = [...selection.relations.values()].flatMap((selected) => {
      const relation = shape.relations[selected.name];
      return relation?.is === 'part' && 'selection' in selected ? this.joined(relation.of, selected.selection) : [];
    });
    return [...own, ...parts];
  }

  private bounds(entity: Entity, t: string): string[] {
    const tenant = `${t}.tenant_id = $1::uuid`;
    const { clusterId } = this.scope;
    if (clusterId === null) return [tenant];
    const within = entity.withinCluster(t, `$${this.params.length + 1}::uuid`);
    // PostgreSQL refuses a parameter that the statement does not name, as what no cluster has does not.
    if (within.includes(`$${this.params.length + 1}::`)) this.param(clusterId);
    return [tenant, within];
  }

  private param(value: unknown): string {
    if (typeof value === 'string' && value.includes('\0')) {
      throw new AppError('BAD_REQUEST', 'A text that is looked for may not hold the NUL character.');
    }
    this.params.push(value);
    return `$${this.params.length}`;
  }

  /** Response keys are GraphQL names (letters, digits, underscores); anything else would be a programming error. */
  private literal(text: string): string {
    if (!/^@[A-Za-z0-9_]+$/.test(text)) throw new Error(`${text} is no response key`);
    return `'${text}'`;
  }

  private alias(): string {
    this.aliases += 1;
    return `t${this.aliases}`;
  }
}
