import type { GraphQLResolveInfo } from 'graphql';
import { parseResolveInfo, type ResolveTree } from 'graphql-parse-resolve-info';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.js';
import type { Shape } from '../../reads/entity.js';
import { entityNamed } from '../../reads/entity-registry.js';
import { parsePage } from '../../reads/page.js';
import { selectionKey, type SelectedList, type SelectedRelation, type Selection } from '../../reads/selection.js';

const tree = z.custom<ResolveTree>(
  (value) => typeof value === 'object' && value !== null && 'fieldsByTypeName' in value,
);
const filterShape = z.record(z.string(), z.unknown());

/** The key under which the answer holds the field that is being resolved. */
export function responseKey(info: GraphQLResolveInfo): string {
  const [node] = info.fieldNodes;
  return node?.alias?.value ?? info.fieldName;
}

/** What a request wants of the row behind the field that is being resolved: read ahead, so that one statement fetches it. */
export function selectionFor(info: GraphQLResolveInfo, shape: Shape): Selection {
  return selectionOf(fieldsOf(tree.parse(parseResolveInfo(info))), shape);
}

/** The same behind an interface: only what is asked of this type. */
export function selectionForType(info: GraphQLResolveInfo, typeName: string, shape: Shape): Selection {
  const parsed = tree.parse(parseResolveInfo(info));
  const fields = ['Node', typeName].flatMap((name) => Object.values(parsed.fieldsByTypeName[name] ?? {}));
  return selectionOf(fields, shape);
}

/** What a request wants of the list behind the field that is being resolved. */
export function listFor(info: GraphQLResolveInfo, shape: Shape): SelectedList {
  return listOf(tree.parse(parseResolveInfo(info)), shape);
}

function fieldsOf(parsed: ResolveTree): readonly ResolveTree[] {
  return Object.values(parsed.fieldsByTypeName).flatMap((fields) => Object.values(fields));
}

function selectionOf(fields: readonly ResolveTree[], shape: Shape): Selection {
  const columns = new Set<string>();
  const relations = new Map<string, SelectedRelation>();
  let judging = 0;
  for (const field of fields) {
    if (field.name.startsWith('__')) continue;
    const relation = shape.relations[field.name];
    if (relation === undefined) {
      const cost = shape.judged?.[field.name];
      if (cost !== undefined) judging += cost + rowsBelow(field);
      for (const column of shape.fields[field.name] ?? [field.name]) columns.add(column);
      continue;
    }
    const below = relation.is === 'part' ? relation.of : entityNamed(relation.of);
    const selected: SelectedRelation =
      relation.is === 'many'
        ? { name: field.name, list: listOf(field, below) }
        : { name: field.name, selection: selectionOf(fieldsOf(field), below) };
    add(relations, field.alias, selected);
  }
  return { columns, relations, judging };
}

/** Rows of all lists below a field that are not read with their parent, lists in lists multiplied. */
function rowsBelow(field: ResolveTree): number {
  const below = fieldsOf(field).reduce((rows, child) => rows + rowsBelow(child), 0);
  const { first, after, last, before } = field.args;
  const isList = first !== undefined || last !== undefined;
  return isList ? parsePage({ first, after, last, before }).size * (1 + below) : below;
}

/** `nodes` and `edges` read the same rows; what they ask for under one key must be the same. */
function add(relations: Map<string, SelectedRelation>, key: string, selected: SelectedRelation): void {
  const other = relations.get(key);
  if (other !== undefined && keyOf(other) !== keyOf(selected)) {
    throw new AppError('BAD_REQUEST', `${key} is asked for twice in different ways; give one of them an alias.`);
  }
  relations.set(key, selected);
}

function keyOf(selected: SelectedRelation): string {
  if ('selection' in selected) return `${selected.name} ${selectionKey(selected.selection)}`;
  const { page, filters, selection } = selected.list;
  return `${selected.name} ${JSON.stringify([page, filters])} ${selectionKey(selection)}`;
}

function listOf(parsed: ResolveTree, shape: Shape): SelectedList {
  const { first, after, last, before, filter, ...direct } = parsed.args;
  const children = fieldsOf(parsed);
  const edges = children.filter(({ name }) => name === 'edges').flatMap(fieldsOf);
  const rows = [...children.filter(({ name }) => name === 'nodes'), ...edges.filter(({ name }) => name === 'node')];
  const pageInfo = children.filter(({ name }) => name === 'pageInfo').flatMap(fieldsOf);
  const cursorFields = new Set(['startCursor', 'endCursor', 'cursor']);
  return {
    page: parsePage({ first, after, last, before }),
    filters: { ...filterShape.parse(filter ?? {}), ...direct },
    total: children.some(({ name }) => name === 'totalCount'),
    cursors: [...edges, ...pageInfo].some(({ name }) => cursorFields.has(name)),
    selection: selectionOf(rows.flatMap(fieldsOf), shape),
  };
}
