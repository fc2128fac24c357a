import type { UnitChanges } from '../../steps/harness/host-session.js';
import type { FakeHost } from '../model/fake-host.js';
import type { ChangeScript } from '../script/parse-change.js';
import { applyChange } from './apply-change.js';

/** What a host writes and ends with. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** The connection ends instead, without a word more. */
  readonly cut?: true;
}

const fencePath = '/var/lib/hostwright/fence';
/** Exit codes of the harness: a host that cannot keep its fence, one that has seen a higher fence. */
const noFence = 70;
const staleFence = 76;

/** The fault counts over all scripts, as a connection would. */
function isCut(host: FakeHost): boolean {
  const fault = host.faults.find('cut-after');
  if (fault === undefined) return false;
  if (fault.changes === 0) {
    host.faults.lift('cut-after');
    return true;
  }
  host.faults.inject({ is: 'cut-after', changes: fault.changes - 1 });
  return false;
}

class Frames {
  stdout = '';
  stderr = '';

  constructor(private readonly nonce: string) {}

  end(unit: number, words: string): void {
    this.stdout += `\n${this.nonce} ${unit} ${words}\n`;
    this.stderr += `\n${this.nonce} ${unit}\n`;
  }
}

/** True where all of it succeeded; undefined where the connection was cut. */
function runUnit(host: FakeHost, { changes }: UnitChanges, unit: number, frames: Frames): boolean | undefined {
  for (const [index, change] of changes.entries()) {
    if (isCut(host)) return undefined;
    const answer = applyChange(host, change);
    frames.stdout += answer.stdout;
    frames.stderr += answer.stderr;
    const ok = [0, ...(change.do === 'run' ? (change.alsoOk ?? []) : [])];
    if (ok.includes(answer.exitCode)) continue;
    frames.end(unit, `${answer.exitCode} ${index}`);
    return false;
  }
  frames.end(unit, '0 -');
  return true;
}

/** Refuses an older fence, keeps a higher one, and makes the changes unit by unit, as the script that was sent says. */
export function runChange(host: FakeHost, { nonce, fence, units }: ChangeScript): Output {
  const seen = host.files.read(fencePath)?.trim() ?? '0';
  if (!/^\d+$/.test(seen)) return { stdout: '', stderr: `${fencePath} holds no number\n`, exitCode: noFence };
  if (Number(seen) > fence) return { stdout: `\n${nonce} stale ${seen}\n`, stderr: '', exitCode: staleFence };
  if (Number(seen) < fence) {
    if (host.faults.find('disk-full') !== undefined) {
      return { stdout: '', stderr: `cat: write error: No space left on device\n`, exitCode: noFence };
    }
    host.files.write(fencePath, `${fence}\n`);
  }
  const frames = new Frames(nonce);
  const succeeded: boolean[] = [];
  for (const [index, unit] of units.entries()) {
    const ready = unit.after.every((other) => succeeded[other] === true);
    const ended = ready ? runUnit(host, unit, index, frames) : false;
    if (ended === undefined) return { stdout: frames.stdout, stderr: frames.stderr, exitCode: 1, cut: true };
    if (!ready) frames.end(index, 'notrun -');
    succeeded.push(ended);
  }
  return { stdout: frames.stdout, stderr: frames.stderr, exitCode: 0 };
}
