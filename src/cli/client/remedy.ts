import { z } from 'zod';
import type { PersonsApi } from './api-options.js';
import { requestInShell } from './request-in-shell.js';

/** What the API says that may be done about something. */
export const remedy = z.object({
  title: z.string(),
  mutation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  command: z.string().nullable(),
  /** Where the command is to be run. */
  hostId: z.string().nullish(),
});
export type Remedy = z.output<typeof remedy>;

/** Each with the command that does it, or the request of its mutation as one, for a person to copy. */
export function remediesInWords(api: PersonsApi, remedies: readonly Remedy[]): readonly string[] {
  return remedies.map(({ title, mutation, input, command }) => {
    const how = command ?? (mutation === null || input === null ? null : requestInShell(api, mutation, input));
    return how === null ? `  → ${title}` : `  → ${title}:\n    ${how}`;
  });
}
