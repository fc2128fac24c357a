import { z } from 'zod';

const shared = z.object({ program: z.array(z.string()).min(1) });

/** Arguments of Node.js that start the command line: from one file that the test run made of the sources. */
export function bundledProgram(): readonly string[] {
  return shared.parse(JSON.parse(process.env['HOSTWRIGHT_TEST_SHARED'] ?? 'null')).program;
}
