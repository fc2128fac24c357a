import type { Page } from './page.js';

/** What is wanted of a row. */
export interface Selection {
  readonly columns: ReadonlySet<string>;
  /** By the key under which the answer holds them. */
  readonly relations: ReadonlyMap<string, SelectedRelation>;
  /** What judging it costs, counted in rows. */
  readonly judging: number;
}

/** What is wanted of a list. */
export interface SelectedList {
  readonly page: Page;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly total: boolean;
  /** Whether cursors are asked for. */
  readonly cursors: boolean;
  readonly selection: Selection;
}

export type SelectedRelation =
  { readonly name: string; readonly list: SelectedList } | { readonly name: string; readonly selection: Selection };

/** Equal texts for equal selections, so that rows wanted in the same way are read together. */
export function selectionKey(selection: Selection): string {
  return JSON.stringify(selection, (_key, value: unknown) => {
    if (value instanceof Set) return Array.from<unknown>(value).sort();
    if (value instanceof Map) return Array.from<unknown>(value.entries());
    return value;
  });
}
