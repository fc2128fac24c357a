import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import type { SortTerm } from './entity.js';

/** Most rows that one list answers. */
export const maxPageSize = 100;

/** A part of an ordered list: so many rows from its beginning or, backward, its end; `cursor` is where it begins, exclusively. */
export interface Page {
  readonly size: number;
  readonly backward: boolean;
  readonly cursor: string | null;
}

const size = z.int().min(1).max(maxPageSize);
const pageArgs = z.union([
  z.object({
    first: size,
    after: z.string().max(1000).nullish(),
    last: z.null().optional(),
    before: z.null().optional(),
  }),
  z.object({
    last: size,
    before: z.string().max(1000).nullish(),
    first: z.null().optional(),
    after: z.null().optional(),
  }),
]);

/** Parses `first` and `after`, or `last` and `before`; anything else is refused for the whole request. */
export function parsePage(args: unknown): Page {
  const parsed = pageArgs.safeParse(args);
  if (!parsed.success) {
    throw new AppError(
      'BAD_REQUEST',
      `A list needs either first (and after) or last (and before), 1 to ${maxPageSize}.`,
    );
  }
  const page = parsed.data;
  return typeof page.first === 'number'
    ? { size: page.first, backward: false, cursor: page.after ?? null }
    : { size: page.last ?? 1, backward: true, cursor: page.before ?? null };
}

const keyShape = {
  text: z.string(),
  int: z.string().regex(/^-?\d{1,10}$/),
  bigint: z.string().regex(/^-?\d{1,18}$/),
  uuid: z.uuid(),
  timestamptz: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/),
} as const;

export function toCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys), 'utf8').toString('base64url');
}

/** The sort keys in a cursor; one that is not ours is refused. */
export function fromCursor(cursor: string, sort: readonly Pick<SortTerm, 'type'>[]): readonly string[] {
  const parsed = z
    .string()
    .transform((text, context) => {
      try {
        return z.array(z.unknown()).parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      } catch {
        context.addIssue({ code: 'custom', message: 'no cursor' });
        return z.NEVER;
      }
    })
    .pipe(z.array(z.string()).length(sort.length))
    .refine((keys) => sort.every((term, index) => keyShape[term.type].safeParse(keys[index]).success))
    .safeParse(cursor);
  if (!parsed.success) throw new AppError('BAD_REQUEST', 'This cursor does not belong to this list.');
  return parsed.data;
}
