import { z } from 'zod';

/** What the API says that may be done about something. */
export const remedy = z.object({
  title: z.string(),
  mutation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  command: z.string().nullable(),
});
export type Remedy = z.output<typeof remedy>;

/** Each with the mutation or the command that does it, for a person. */
export function remediesInWords(remedies: readonly Remedy[]): readonly string[] {
  return remedies.map(({ title, mutation, input, command }) => {
    const how = command ?? (mutation === null ? null : `${mutation} ${JSON.stringify(input)}`);
    return how === null ? `  → ${title}` : `  → ${title}:\n    ${how}`;
  });
}
