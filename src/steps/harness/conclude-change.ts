import { describeChange } from '../change.js';
import type { Decision } from '../decision.js';
import { changesOf } from './changes-of.js';
import { reportOn, type Changing } from './conclusion.js';
import { decide } from './decide.js';
import type { UnitRun } from './host-session.js';
import type { Look } from './look.js';
import type { UnitReport } from './visit-result.js';

/**
 * What a look after the change says of a unit; undefined while it is worth looking again. Only a look that says done makes it
 * done, whatever the change reported.
 */
export function concludeChange(
  changing: Changing,
  run: UnitRun | undefined,
  look: Look | 'busy',
  mayLookAgain: boolean,
): UnitReport | undefined {
  const changes = changesOf(changing.decision).map(describeChange);
  const failed = run?.is === 'ran' && run.failedChange !== null;
  const seen: Look = look === 'busy' ? new Map() : look;
  const now = look === 'busy' ? null : decide(changing.unit, look);
  if (now?.is === 'done') {
    return reportOn(changing, seen, { outcome: 'CHANGED', summary: now.summary, changes, origin: changing.origin });
  }
  if (run?.is === 'notRun') {
    return reportOn(changing, seen, { outcome: 'SKIPPED', summary: 'not done because a step that it needs failed' });
  }
  if (now?.is === 'wait' && !failed) {
    const { waitFor, atMostSeconds } = now;
    return reportOn(changing, seen, {
      outcome: 'WAITING',
      summary: `waits for ${waitFor}`,
      changes,
      waitSeconds: atMostSeconds,
    });
  }
  if (!failed && mayLookAgain) return undefined;
  const summary = `not true after the change: ${whyNot(now)}; ${whatRan(run)}`.slice(0, 2000);
  return reportOn(changing, seen, { outcome: 'FAILED', summary, changes });
}

function whyNot(now: Decision | null): string {
  if (now?.is === 'change') return now.summary;
  if (now?.is === 'conflict') return `${now.summary} (${now.evidence})`;
  return 'it is still under way';
}

function whatRan(run: UnitRun | undefined): string {
  if (run === undefined || run.is === 'unknown') {
    return 'the connection or the script broke off before the host reported how the change ended';
  }
  if (run.is === 'notRun') return 'not run';
  if (run.failedChange === null) return 'every change reported success';
  const text = run.output.stderr.trim() || run.output.stdout.trim();
  return `change ${run.failedChange + 1} ended with exit code ${run.output.exitCode}${text === '' ? '' : `: ${text.slice(-500)}`}`;
}
