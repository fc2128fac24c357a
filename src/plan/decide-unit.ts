import type { Probe } from '../probes/probe.js';
import { fileAt } from '../probes/system/file-at.js';
import { carriesOurMark } from '../steps/own-mark.js';
import type { Change } from '../steps/change.js';
import type { Decision } from '../steps/decision.js';
import { changesOf } from '../steps/harness/changes-of.js';
import type { Facts, LedgerMemory, StepUnit } from '../steps/step.js';
import type { DecidedChange, DecidedUnit } from './decided-plan.js';
import type { PlanEvidence, PlanFacts } from './plan-facts.js';

/** The host was not asked what a decision needs, or too long ago. */
class Unasked extends Error {}

/** What a decision needs was answered, and cannot be read. */
class Unread extends Error {}

/** What a unit would do by the stored answers of its host, taken by itself. */
export function decideUnit(
  hostId: string,
  unit: StepUnit,
  direction: 'MAKE' | 'REMOVE',
  memory: LedgerMemory | null,
  stored: PlanFacts,
): DecidedUnit {
  const read: PlanEvidence[] = [];
  const facts = recording(hostId, stored, read);
  const said = (decided: Pick<DecidedUnit, 'decision' | 'summary'> & Partial<DecidedUnit>): DecidedUnit => ({
    ...{ key: unit.key, changes: [], conditionalOn: null, evidence: [] },
    ...decided,
  });
  try {
    const decision =
      direction === 'MAKE' ? unit.decide(facts) : unit.remove(facts, memory ?? { origin: 'ADOPTED', firstLook: {} });
    return said(tell(decision, read, (change) => withBefore(change, hostId, stored)));
  } catch (error) {
    if (error instanceof Unasked) return said({ decision: 'UNKNOWN', summary: error.message });
    if (!(error instanceof Unread)) throw error;
    return said({ decision: 'CONFLICT', summary: `could not be looked at: ${error.message}`, evidence: read });
  }
}

function tell(
  decision: Decision,
  read: readonly PlanEvidence[],
  shown: (change: Change) => DecidedChange,
): Pick<DecidedUnit, 'decision' | 'summary'> & Partial<DecidedUnit> {
  switch (decision.is) {
    case 'done':
      return { decision: 'UNCHANGED', summary: decision.summary };
    case 'wait':
      return {
        ...{ decision: 'WAITS', summary: `waits for ${decision.waitFor}` },
        changes: decision.afterwards.map(shown),
      };
    case 'conflict':
      return { decision: 'CONFLICT', summary: `${decision.summary} (${decision.evidence})`, evidence: read };
    case 'change':
      return { decision: 'CHANGE', summary: decision.summary, changes: changesOf(decision).map(shown) };
  }
}

function recording(hostId: string, stored: PlanFacts, read: PlanEvidence[]): Facts {
  return {
    read<T>(probe: Probe<T>): T {
      const reading = stored.read(hostId, probe);
      if (reading.is === 'unasked') throw new Unasked(reading.reason);
      read.push(reading.evidence);
      if (reading.is === 'unread') throw new Unread(reading.reason);
      return reading.value;
    },
  };
}

/** What stood in a file before; of files of others nothing is shown. */
function withBefore(change: Change, hostId: string, stored: PlanFacts): DecidedChange {
  if (change.do !== 'writeFile' && change.do !== 'removeFile') return { change, contentBefore: null };
  const reading = stored.read(hostId, fileAt(change.path));
  const seen = reading.is === 'known' && reading.value.is === 'file' ? reading.value.content : null;
  return { change, contentBefore: seen !== null && carriesOurMark(seen) ? seen : null };
}
