import { z } from 'zod';
import type { ApiWorld } from './api-world.js';

/** What was started, and what would be. */
export const observing = 'operation { id kind state tasks(first: 10) { nodes { kind } } } plan { tasks { kind } }';

/**
 * A mutation is asked for its plan first, then done, then repeated with the same key: the first and the last write nothing,
 * and the last one gives the first answer.
 */
export async function thrice(
  world: ApiWorld,
  token: string,
  mutation: string,
  input: object,
  selection: string,
): Promise<Record<string, unknown>> {
  const before = await world.rowCounts();
  const planned = await world.mutate(token, mutation, { ...input, validateOnly: true }, selection);
  expect(await world.rowCounts()).toEqual(before);
  const done = await world.mutate(token, mutation, input, selection);
  expect(done.at(`${mutation}.userErrors`)).toEqual([]);
  const after = await world.rowCounts();
  const repeated = await world.mutate(token, mutation, input, selection);
  expect(await world.rowCounts()).toEqual(after);
  expect(after).not.toEqual(before);
  const [validated, first, again] = [planned, done, repeated].map((answer) => answer.at(mutation));
  const once = { plan: null, token: null, databasePassword: null, databasePasswords: null };
  const comparable = (answer: unknown): object => ({ ...z.looseObject({}).parse(answer), ...once });
  expect(comparable(again)).toEqual(comparable(first));
  expect(validated).toMatchObject({ userErrors: [] });
  return { validated, first };
}
