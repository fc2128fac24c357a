import { z } from 'zod';

/** An answer of a host as it is stored. */
export const answerJson = z.object({ exitCode: z.int(), stdout: z.string(), stderr: z.string() });
