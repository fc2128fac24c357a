import { AppError } from '../../domain/app-error.js';
import { toGlobalId, type ResourceKind } from '../../domain/ids.js';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from './context.js';

/** What people call by its name, where an id is asked for. */
const kindsWithNames = ['Cluster', 'Host', 'DatabaseServer', 'Account'] as const;
/** So many of one kind are told: accounts of different clusters may have one name. */
const mostOfAKind = 3;
const longestName = 100;

/** That a text is no id and why; where it is a name, with the ids of what the caller may see that has it. */
export async function noIdError(context: Context, why: string, given: string): Promise<AppError> {
  const named = given === '' || given.length > longestName ? [] : await idsOfName(context, given);
  const told = named.map(({ kind, id }) => `${kind} ${given} has the id ${toGlobalId(kind, id)}.`);
  return new AppError('BAD_USER_INPUT', [why, ...told].join(' '));
}

async function idsOfName(
  { reads }: Context,
  name: string,
): Promise<readonly { readonly kind: ResourceKind; readonly id: string }[]> {
  const list = {
    page: { size: mostOfAKind, backward: false, cursor: null },
    ...{ filters: { name }, total: false, cursors: false },
    selection: { columns: new Set(['id']), relations: new Map(), judging: 0 },
  };
  const found = await Promise.all(
    kindsWithNames.map(async (kind) => {
      const { rows } = await reads.list(entityNamed(kind), list);
      return rows.map((row) => ({ kind, id: row.text('id') }));
    }),
  );
  return found.flat();
}
