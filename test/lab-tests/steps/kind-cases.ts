import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KindCase } from './kind-case.js';
import type { TrialCluster } from './trial-cluster.js';

const folder = join(__dirname, '..', '..', 'unit', 'steps');

/** What the test file of a kind says of it, beside what it decides. */
interface KindTests {
  readonly onHosts?: (cluster: TrialCluster) => KindCase;
}

/**
 * How each kind is tried on lab hosts: what the kinds' own test files export. Their other tests are of the unit stage, and
 * loading them here must not run them a second time.
 */
export function kindCases(cluster: TrialCluster): readonly KindCase[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return files.flatMap((file) => {
    const { onHosts } = withoutItsTests<KindTests>(() => jest.requireActual(join(folder, file)));
    return onHosts === undefined ? [] : [onHosts(cluster)];
  });
}

function withoutItsTests<T>(load: () => T): T {
  const given = { describe: globalThis.describe, it: globalThis.it };
  const ignored = Object.assign(() => undefined, { each: () => () => undefined });
  Object.assign(globalThis, { describe: ignored, it: ignored });
  try {
    return load();
  } finally {
    Object.assign(globalThis, given);
  }
}
