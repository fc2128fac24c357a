import { z } from 'zod';

/** Not copied, as a record of zod's would be: each value is checked when it is read. */
const record = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const connection = z.object({
  rows: z.array(record),
  total: z.number().optional(),
  size: z.number(),
  backward: z.boolean(),
  bounded: z.boolean(),
});

/** Some rows of a list, in its order, and whether it goes on at either end. */
export interface RowPage {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/**
 * One row of a tree that the database answered as JSON. Each value is checked when it is read; reading what was not selected
 * is a programming error and throws.
 */
export class Row {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  text(key: string): string {
    const value = this.value(key);
    if (typeof value !== 'string') throw this.mismatch(key, 'text', value);
    return value;
  }

  textOrNull(key: string): string | null {
    return this.value(key) === null ? null : this.text(key);
  }

  int(key: string): number {
    const value = this.value(key);
    if (typeof value !== 'number') throw this.mismatch(key, 'a number', value);
    return value;
  }

  intOrNull(key: string): number | null {
    return this.value(key) === null ? null : this.int(key);
  }

  flag(key: string): boolean {
    const value = this.value(key);
    if (typeof value !== 'boolean') throw this.mismatch(key, 'a flag', value);
    return value;
  }

  flagOrNull(key: string): boolean | null {
    return this.value(key) === null ? null : this.flag(key);
  }

  date(key: string): Date {
    return new Date(this.text(key));
  }

  dateOrNull(key: string): Date | null {
    return this.value(key) === null ? null : this.date(key);
  }

  /** A stored JSON document, parsed by its schema. */
  json<T>(key: string, shape: z.ZodType<T>): T {
    return shape.parse(this.value(key));
  }

  /** The row behind a relation to one, null where there is none. */
  child(key: string): Row | null {
    const value = this.value(`@${key}`);
    return value === null ? null : new Row(record.parse(value));
  }

  /** The rows of a short list. */
  list(key: string): readonly Row[] {
    return z
      .array(record)
      .parse(this.value(`@${key}`))
      .map((values) => new Row(values));
  }

  page(key: string): RowPage {
    return pageOf(this.value(`@${key}`));
  }

  /** Values of the sort keys, as the cursor repeats them. */
  get sortKeys(): readonly string[] {
    return z.array(z.string()).parse(this.value('$keys'));
  }

  private value(key: string): unknown {
    const value = this.values[key];
    if (value === undefined) throw new Error(`${key} was not selected`);
    return value;
  }

  private mismatch(key: string, wanted: string, value: unknown): Error {
    return new Error(`${key} is ${typeof value}, not ${wanted}`);
  }
}

/** Reads a page as it was selected: one row more than asked for tells that the list goes on. */
export function pageOf(value: unknown): RowPage {
  const { rows, total, size, backward, bounded } = connection.parse(value);
  const more = rows.length > size;
  const kept = rows.slice(0, size).map((values) => new Row(values));
  return {
    rows: backward ? kept.reverse() : kept,
    total,
    hasNextPage: backward ? bounded : more,
    hasPreviousPage: backward ? more : bounded,
  };
}
