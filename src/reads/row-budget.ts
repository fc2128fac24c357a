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

/** What judging a row costs, that of the single rows that it leads to included. */
function judgingOf({ judging, relations }: Selection): number {
  return [...relations.values()].reduce(
    (sum, selected) => ('list' in selected ? sum : sum + judgingOf(selected.selection)),
    judging,
  );
}

/** A row with everything in the lists below it. */
function rowsWith(selection: Selection): number {
  return listsOf(selection).reduce((rows, list) => rows + rowsAskedFor(list), 1 + judgingOf(selection));
}

function rowsAskedFor({ page, selection }: SelectedList): number {
  return page.size * rowsWith(selection);
}

function refuseMore(rows: number): void {
  if (rows <= most) return;
  throw new AppError('BAD_REQUEST', `This asks for up to ${rows} rows; at most ${most} may be asked for at once.`);
}

/** Refuses to judge one row for more than anybody can read. */
export function refuseTooMuchJudging(selection: Selection): void {
  refuseMore(judgingOf(selection));
}

/** Refuses a tree that could answer more than anybody can read, before anything of it is read. */
export function refuseTooManyRows(list: SelectedList): void {
  refuseMore(rowsAskedFor(list));
}

/** The same for rows that are asked for by their ids: together they cost what a list of them would. */
export function refuseTooManyTogether(rows: readonly Selection[]): void {
  refuseMore(rows.reduce((sum, selection) => sum + rowsWith(selection), 0));
}
