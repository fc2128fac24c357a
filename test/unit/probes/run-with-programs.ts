import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Probe } from '../../../src/probes/probe.js';

/**
 * Asks the question of a probe of this machine's shell, to which these programs stand in the place of its own.
 * @param others where the shell finds whatever else it has
 */
export function runWithPrograms(
  probe: Probe<unknown>,
  programs: Readonly<Record<string, string>>,
  others = '/usr/bin:/bin',
): Answer {
  const { question } = probe;
  if (question.via !== 'shell') throw new TypeError(`${probe.id} is not asked of a shell`);
  const folder = mkdtempSync(join(tmpdir(), 'hw-programs-'));
  try {
    for (const [name, script] of Object.entries(programs))
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', question.script, 'probe', ...question.args], {
      ...{ encoding: 'utf8', env: { PATH: `${folder}:${others}`, LC_ALL: 'C' }, timeout: 20_000 },
    });
    return { exitCode: status ?? -1, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
