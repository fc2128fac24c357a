import { z } from 'zod';
import { known, unknown, type Reading } from './probe.js';

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON (cut off, or another version of the command)' });
    return z.NEVER;
  }
});

/** Reads JSON that a command or a SQL server printed; what does not have the shape is unknown. */
export function parseJson<T>(schema: z.ZodType<T>, text: string): Reading<T> {
  // One after the other: a schema of both, made for each answer, would take longer to make than to use.
  const json = jsonText.safeParse(text);
  const parsed = json.success ? schema.safeParse(json.data) : json;
  return parsed.success ? known(parsed.data) : unknown(`the output ${z.prettifyError(parsed.error)}`);
}
