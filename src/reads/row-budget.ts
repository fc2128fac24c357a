import { AppError } from '../domain/app-error.js';
import type { SelectedList, Selection } from './selection.js';

/** Most rows that one list may ask for, those of the lists in it included: lists of lists multiply. */
const most = 100_000;

/** The lists directly below a row, those of the single rows that it leads to included. */
export function listsOf({ relations }: Selection): readonly SelectedList[] {
  return [...relations.values()].flatMap((selected) =>
    'list' in selected ? [selected.list] : listsOf(selected.selection),
  );
}

function rowsAskedFor({ page, selection }: SelectedList): number {
  return page.size * listsOf(selection).reduce((rows, list) => rows + rowsAskedFor(list), 1);
}

/** Refuses a tree that could answer more than anybody can read, before anything of it is read. */
export function refuseTooManyRows(list: SelectedList): void {
  const rows = rowsAskedFor(list);
  if (rows <= most) return;
  throw new AppError('BAD_REQUEST', `This asks for up to ${rows} rows; at most ${most} may be asked for at once.`);
}
