import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

const seconds = z.coerce.number().int().min(1).max(86_400);

/** Parses how long to wait at most. */
export function secondsOption(given: string): number {
  const parsed = seconds.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is a number of seconds from 1 to 86400.');
}
