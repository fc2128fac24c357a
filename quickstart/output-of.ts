import type { Lab } from '../test/lab/lab.js';

/** What a script prints on a host; throws where it fails. */
export async function outputOf(lab: Lab, host: string, script: string): Promise<string> {
  const result = await lab.run(host, script, 30);
  if (result.exitCode !== 0) {
    throw new Error(`${host}: exit code ${result.exitCode}: ${(result.stderr || result.stdout).trim().slice(0, 300)}`);
  }
  return result.stdout.trim();
}
