import { createHash } from 'node:crypto';
import type { Answer, Probe } from '../../../src/probes/probe.js';
import type { Change } from '../../../src/steps/change.js';
import type { Decision } from '../../../src/steps/decision.js';
import { ownMark } from '../../../src/steps/own-mark.js';
import type { Facts, LedgerOrigin, StepUnit } from '../../../src/steps/step.js';

export type Said = string | Partial<Answer>;

/** What one host answers, probe by probe; `with` gives another one that differs in a single answer. */
export class HostLook {
  constructor(readonly answers: Readonly<Record<string, Answer>> = {}) {}

  with(probe: Probe<unknown>, said: Said): HostLook {
    const answer = { exitCode: 0, stdout: '', stderr: '', ...(typeof said === 'string' ? { stdout: said } : said) };
    return new HostLook({ ...this.answers, [probe.id]: answer });
  }

  /** As a worker reads it: only what the step declared, and only what is known. */
  factsFor(unit: StepUnit): Facts {
    const declared = new Set(unit.probes.map(({ id }) => id));
    return {
      read: (probe) => {
        const answer = this.answers[probe.id];
        if (!declared.has(probe.id)) throw new Error(`${unit.kind} reads ${probe.id} without declaring it`);
        if (answer === undefined) throw new Error(`the test has no answer to ${probe.id}`);
        const reading = probe.parse(answer);
        if (!reading.known) throw new Error(`${probe.id}: ${reading.reason}`);
        return reading.value;
      },
    };
  }
}

export function decide(unit: StepUnit, look: HostLook): Decision {
  return unit.decide(look.factsFor(unit));
}

/** `first` is what the host looked like before the step ever changed it. */
export function remove(
  unit: StepUnit,
  look: HostLook,
  { origin = 'CREATED', first = new HostLook() }: { origin?: LedgerOrigin; first?: HostLook } = {},
): Decision {
  return unit.remove(look.factsFor(unit), { origin, firstLook: first.answers });
}

export const absentFile = 'absent\n';

export function sha256(content: string): string {
  return createHash('sha256').update(content, 'utf8').digest('hex');
}

export function shownFile(content: string, mode = '644'): string {
  return `file ${mode}\n${sha256(content)}  -\n${content}`;
}

export const theirFile = shownFile('# theirs\n');

/** A file that carries our mark above this body. */
export function marked(body: string): string {
  return `${ownMark}\n${body}`;
}

export function shownUnit(given: { active?: boolean; enabled?: boolean; reload?: boolean } = {}): string {
  const { active = true, enabled = true, reload = false } = given;
  return [
    'LoadState=loaded',
    `ActiveState=${active ? 'active' : 'inactive'}`,
    `UnitFileState=${enabled ? 'enabled' : 'disabled'}`,
    `NeedDaemonReload=${reload ? 'yes' : 'no'}`,
    '',
  ].join('\n');
}

export const absentUnit = 'LoadState=not-found\nActiveState=inactive\nUnitFileState=\nNeedDaemonReload=no\n';

export function run(...argv: readonly [string, ...string[]]): Change {
  return { do: 'run', argv };
}

export function write(path: string, content: string, replaces: string | null): Change {
  return { do: 'writeFile', path, content, mode: '0644', replaces };
}

/** What makes a unit whose file is written take effect now and at every boot. */
export function started(name: string): readonly Change[] {
  return [
    run('systemctl', 'daemon-reload'),
    run('systemctl', 'enable', '--no-reload', name),
    run('systemctl', 'restart', name),
    run('sync', '-f', '/etc/systemd/system'),
  ];
}

/** What takes a unit of ours away. */
export function stopped(name: string, content: string): readonly Change[] {
  return [
    run('systemctl', 'disable', '--no-reload', '--now', name),
    { do: 'removeFile', path: `/etc/systemd/system/${name}`, replaces: sha256(content) },
    run('systemctl', 'daemon-reload'),
  ];
}
