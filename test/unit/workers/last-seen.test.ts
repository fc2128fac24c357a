import { known, type CommandAnswer, type Probe } from '../../../src/probes/probe.js';
import { done } from '../../../src/steps/decision.js';
import type { UnitReport, VisitUnit } from '../../../src/steps/harness/visit-result.js';
import { lastSeen } from '../../../src/workers/tasks/last-seen.js';
import { deciding } from '../steps/harness/visit-units.js';

const probe = (id: string): Probe<string> => ({
  ...{ id, question: { via: 'shell', script: id, args: [] }, maxAgeSeconds: 60 },
  parse: ({ stdout }) => known(stdout),
});
const said = (stdout: string): CommandAnswer => ({ command: 'x', exitCode: 0, stdout, stderr: '' });
const [shared, written] = [probe('shared'), probe('written')];

function unit(probes: readonly Probe<unknown>[], writes: readonly Probe<unknown>[]): VisitUnit {
  const base = deciding('kind', [], done('unused'));
  return { ...base, unit: { ...base.unit, probes, writes } };
}

function report(changes: readonly string[], evidence: Readonly<Record<string, CommandAnswer>>): UnitReport {
  return {
    ...{ outcome: changes.length > 0 ? 'CHANGED' : 'UNCHANGED', summary: '', changes, evidence },
    ...{ origin: null, firstLook: {}, waitSeconds: null },
  };
}

const seen = (units: readonly VisitUnit[], reports: readonly UnitReport[]): Readonly<Record<string, string>> =>
  Object.fromEntries(lastSeen(units, reports).map(({ probe: { id }, answer }) => [id, answer.stdout]));

describe('what a visit saw last', () => {
  it('is the look after a change, whoever else read the same before it', () => {
    const units = [unit([shared], [shared]), unit([shared], [])];
    const reports = [report(['write'], { shared: said('after') }), report([], { shared: said('before') })];
    expect(seen(units, reports)).toEqual({ shared: 'after' });
  });

  it('leaves out what a change may have made answer otherwise since', () => {
    const units = [unit([shared], [written]), unit([written], [])];
    const reports = [report(['write'], { shared: said('after') }), report([], { written: said('before') })];
    expect(seen(units, reports)).toEqual({ shared: 'after' });
  });
});
