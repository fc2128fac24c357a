import type { Answer, Probe } from '../../probes/probe.js';
import { describeChange, type Change } from '../change.js';
import type { Decision } from '../decision.js';
import type { Facts, LedgerOrigin } from '../step.js';
import type { ChangeRun, HostSession, UnitRun } from './host-session.js';
import type { UnitReport, VisitOptions, VisitResult, VisitUnit } from './visit-result.js';

const firstPauseMs = 200;
const longestPauseMs = 2_000;

/** A probe that a decision needed could not be read. */
class UnknownReading extends Error {}

type Look = ReadonlyMap<string, Answer>;

function factsOf(unit: VisitUnit, look: Look): Facts {
  const declared = new Set(unit.unit.probes.map((probe) => probe.id));
  return {
    read<T>(probe: Probe<T>): T {
      const answer = look.get(probe.id);
      if (!declared.has(probe.id) || answer === undefined) {
        throw new TypeError(`step ${unit.unit.kind} reads ${probe.id}, which is not among its probes`);
      }
      const reading = probe.parse(answer);
      if (!reading.known) throw new UnknownReading(`${probe.id}: ${reading.reason}`);
      return reading.value;
    },
  };
}

function decide(unit: VisitUnit, look: Look): Decision {
  const facts = factsOf(unit, look);
  try {
    if (unit.direction === 'MAKE') return unit.unit.decide(facts);
    return unit.unit.remove(facts, unit.memory ?? { origin: 'ADOPTED', firstLook: {} });
  } catch (error) {
    if (!(error instanceof UnknownReading)) throw error;
    return { is: 'conflict', summary: `could not be looked at: ${error.message}`, evidence: error.message };
  }
}

function evidenceOf(unit: VisitUnit, look: Look): Record<string, Answer> {
  return Object.fromEntries(
    unit.unit.probes.flatMap(({ id }) => {
      const answer = look.get(id);
      return answer === undefined ? [] : [[id, answer]];
    }),
  );
}

function allChanges(decision: Decision): readonly Change[] {
  if (decision.is !== 'change') return [];
  return [...decision.changes, ...(decision.commitConfirm?.confirm ?? [])];
}

/** Its change ends long before what it started does. */
function startsLongWork(decision: Decision): boolean {
  return allChanges(decision).some((change) => change.do === 'startUnit');
}

function originOf(unit: VisitUnit, first: Decision): LedgerOrigin {
  if (unit.memory !== null) return unit.memory.origin;
  if (first.is === 'done') return 'ADOPTED';
  const replaced = allChanges(first).some((change) => change.do === 'writeFile' && change.replaces !== null);
  return replaced ? 'REPLACED' : 'CREATED';
}

async function lookAt(session: HostSession, units: readonly VisitUnit[]): Promise<Look | 'busy'> {
  const probes = [
    ...new Map(units.flatMap(({ unit }) => unit.probes.map((probe) => [probe.id, probe] as const))).values(),
  ];
  if (probes.length === 0) return new Map();
  const run = await session.look(probes.map((probe) => probe.question));
  if (run.is === 'busy') return 'busy';
  return new Map(
    probes.flatMap((probe, index) => {
      const answer = run.answers[index];
      return answer === undefined ? [] : [[probe.id, answer] as const];
    }),
  );
}

/** Indices, within the list that is sent, of the units that this one needs. */
function neededHere(unit: VisitUnit, sent: readonly VisitUnit[]): number[] {
  return unit.unit.needs.flatMap((need) => {
    const index = sent.findIndex(
      (other) => other !== unit && other.unit.kind === need.kind && other.unit.key === need.key,
    );
    return index === -1 ? [] : [index];
  });
}

function said(run: UnitRun | undefined): string {
  if (run === undefined || run.is === 'unknown') return 'the host did not report how the change ended';
  if (run.is === 'notRun') return 'not run';
  if (run.failedChange === null) return 'every change reported success';
  const text = run.output.stderr.trim() || run.output.stdout.trim();
  return `change ${run.failedChange + 1} ended with exit code ${run.output.exitCode}${text === '' ? '' : `: ${text.slice(-500)}`}`;
}

/**
 * Visits a host: one look for all units, one decision each, one change for all that need one, and looks until each says done.
 * A step is done when a look says so; exit codes only explain why it is not.
 */
export async function visit(
  session: HostSession,
  fence: number,
  units: readonly VisitUnit[],
  options: VisitOptions,
): Promise<VisitResult> {
  const first = await lookAt(session, units);
  if (first === 'busy') return { is: 'busy' };
  options.failpoint('visit.looked');
  const decisions = units.map((unit) => decide(unit, first));
  const reports = new Map<VisitUnit, UnitReport>();
  const report = (
    unit: VisitUnit,
    part: Partial<UnitReport> & Pick<UnitReport, 'outcome' | 'summary'>,
    look: Look,
  ): void => {
    const firstLook = unit.memory?.firstLook ?? evidenceOf(unit, first);
    reports.set(unit, {
      changes: [],
      evidence: evidenceOf(unit, look),
      origin: null,
      firstLook,
      waitSeconds: null,
      ...part,
    });
  };

  const changing: { unit: VisitUnit; decision: Decision & { is: 'change' } }[] = [];
  units.forEach((unit, index) => {
    const decision = decisions[index];
    if (decision === undefined) return;
    if (decision.is === 'done') {
      report(unit, { outcome: 'UNCHANGED', summary: decision.summary, origin: originOf(unit, decision) }, first);
    } else if (decision.is === 'wait') {
      report(
        unit,
        { outcome: 'WAITING', summary: `waits for ${decision.waitFor}`, waitSeconds: decision.atMostSeconds },
        first,
      );
    } else if (decision.is === 'conflict') {
      report(unit, { outcome: 'FAILED', summary: `${decision.summary} (${decision.evidence})`.slice(0, 2000) }, first);
    } else {
      const described = allChanges(decision).map(describeChange);
      if (unit.planned !== null && JSON.stringify(unit.planned) !== JSON.stringify(described)) {
        report(
          unit,
          {
            outcome: 'FAILED',
            summary: 'PLAN_CHANGED: what would be changed is not what was planned',
            changes: described,
          },
          first,
        );
      } else changing.push({ unit, decision });
    }
  });
  const begins = new Set(changing.filter(({ decision }) => startsLongWork(decision)).map(({ unit }) => unit));
  // A unit whose need failed, waits, or only begins now must not run on a guess.
  for (let index = 0; index < changing.length; index++) {
    const { unit } = changing[index] ?? {};
    if (unit === undefined) break;
    const blocked = units.find((other) => {
      const outcome = reports.get(other)?.outcome;
      const needed = unit.unit.needs.some((need) => need.kind === other.unit.kind && need.key === other.unit.key);
      return needed && (begins.has(other) || (outcome !== undefined && outcome !== 'UNCHANGED'));
    });
    if (blocked === undefined) continue;
    const waits = begins.has(blocked) || reports.get(blocked)?.outcome === 'WAITING';
    const waitSeconds = waits ? (reports.get(blocked)?.waitSeconds ?? null) : null;
    report(
      unit,
      {
        outcome: waits ? 'WAITING' : 'SKIPPED',
        summary: `${waits ? 'waits for' : 'not done because of'} ${blocked.unit.kind} ${blocked.unit.key}`,
        waitSeconds,
      },
      first,
    );
    changing.splice(index, 1);
    index = -1;
  }
  if (changing.length > 0) {
    if (!options.mayGoOn()) return { is: 'abandoned' };
    const intents = changing.map(({ unit, decision }) => ({
      unit,
      origin: originOf(unit, decision),
      firstLook: unit.memory?.firstLook ?? evidenceOf(unit, first),
    }));
    if (!(await options.beforeChange(intents))) return { is: 'abandoned' };
    options.failpoint('visit.begun');
    for (const { unit } of changing) options.failpoint(`visit.changing.${unit.unit.kind}`);
    const run = await makeChanges(session, fence, changing);
    options.failpoint('visit.changed');
    if (run.is === 'stale' || run.is === 'busy') return run;
    await settle(session, changing, run, report, options);
    options.failpoint('visit.verified');
  }
  return { is: 'reports', reports: units.flatMap((unit) => reports.get(unit) ?? []) };
}

async function makeChanges(
  session: HostSession,
  fence: number,
  changing: readonly { unit: VisitUnit; decision: Decision & { is: 'change' } }[],
): Promise<ChangeRun> {
  const confirmed = changing.find(({ decision }) => decision.commitConfirm !== undefined);
  if (confirmed?.decision.commitConfirm === undefined) {
    const sent = changing.map(({ unit }) => unit);
    return session.change(
      fence,
      changing.map(({ unit, decision }) => ({ changes: decision.changes, after: neededHere(unit, sent) })),
    );
  }
  if (changing.length > 1)
    throw new TypeError(`${confirmed.unit.unit.kind} is commit-confirmed and must be alone in its task`);
  const run = await session.changeConfirmed(fence, confirmed.decision.changes, confirmed.decision.commitConfirm);
  if (run.is !== 'reverted') return run;
  const stderr = 'no way back to the host was found after the change; the host has undone it';
  return { is: 'ran', units: [{ is: 'ran', output: { exitCode: 1, stdout: '', stderr }, failedChange: 0 }] };
}

async function settle(
  session: HostSession,
  changing: readonly { unit: VisitUnit; decision: Decision & { is: 'change' } }[],
  run: ChangeRun & { is: 'ran' },
  report: (unit: VisitUnit, part: Partial<UnitReport> & Pick<UnitReport, 'outcome' | 'summary'>, look: Look) => void,
  options: VisitOptions,
): Promise<void> {
  const started = options.monotonic();
  let open = changing.map(({ unit, decision }, index) => ({ unit, decision, run: run.units[index] }));
  for (let pauseMs = firstPauseMs; open.length > 0; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const look = await lookAt(
      session,
      open.map(({ unit }) => unit),
    );
    const elapsed = (options.monotonic() - started) / 1000;
    const still: typeof open = [];
    for (const entry of open) {
      const { unit, decision } = entry;
      const changes = allChanges(decision).map(describeChange);
      const now: Decision =
        look === 'busy' ? { is: 'wait', waitFor: 'a change of ours', atMostSeconds: 5 } : decide(unit, look);
      const seen = look === 'busy' ? new Map<string, Answer>() : look;
      const failed = entry.run?.is === 'ran' && entry.run.failedChange !== null;
      if (now.is === 'done')
        report(unit, { outcome: 'CHANGED', summary: now.summary, changes, origin: originOf(unit, decision) }, seen);
      else if (entry.run?.is === 'notRun')
        report(unit, { outcome: 'SKIPPED', summary: 'not done because a step that it needs failed' }, seen);
      else if (now.is === 'wait' && look !== 'busy' && !failed) {
        report(
          unit,
          { outcome: 'WAITING', summary: `waits for ${now.waitFor}`, changes, waitSeconds: now.atMostSeconds },
          seen,
        );
      } else if (failed || elapsed >= unit.unit.settleSeconds || !options.mayGoOn()) {
        const because =
          now.is === 'change'
            ? now.summary
            : now.is === 'conflict'
              ? `${now.summary} (${now.evidence})`
              : 'it is still under way';
        report(
          unit,
          {
            outcome: 'FAILED',
            summary: `not true after the change: ${because}; ${said(entry.run)}`.slice(0, 2000),
            changes,
          },
          seen,
        );
      } else still.push(entry);
    }
    open = still;
    if (open.length > 0) await options.pause(pauseMs);
  }
}
