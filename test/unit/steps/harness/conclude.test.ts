import { known, unknown, type Answer, type Probe } from '../../../../src/probes/probe.js';
import type { Change } from '../../../../src/steps/change.js';
import { change, done, type Decision } from '../../../../src/steps/decision.js';
import { conclude } from '../../../../src/steps/harness/conclude.js';
import { promise } from '../../../../src/steps/planned-change.js';
import type { VisitUnit } from '../../../../src/steps/harness/visit-result.js';
import type { Facts } from '../../../../src/steps/step.js';
import { deciding } from './visit-units.js';

const readable: Probe<string> = {
  id: 'readable',
  question: { via: 'shell', script: 'cat /etc/readable', args: [] },
  maxAgeSeconds: 60,
  parse: ({ exitCode, stdout }) => (exitCode === 0 ? known(stdout) : unknown('it is away')),
};
const answer = (exitCode: number, stdout: string): Answer => ({ exitCode, stdout, stderr: '' });
const write = (replaces: string | null): Change => ({
  ...{ do: 'writeFile', path: '/etc/readable', content: 'wanted', mode: '0644' },
  replaces,
});

function reading(decide: (facts: Facts) => Decision): VisitUnit {
  const base = deciding('file', [], done('unused'));
  return { ...base, unit: { ...base.unit, probes: [readable], decide } };
}

describe('the conclusion from the first look', () => {
  it('is a report where nothing is to be changed, with what was asked and answered that it rests on', () => {
    const unit = reading((facts) => done(`it says ${facts.read(readable)}`));
    const look = new Map([
      ['readable', answer(0, 'hello')],
      ['another', answer(0, 'not asked by this unit')],
    ]);
    expect(conclude(unit, look)).toMatchObject({
      is: 'reported',
      report: {
        outcome: 'UNCHANGED',
        summary: 'it says hello',
        origin: 'ADOPTED',
        evidence: { readable: { ...answer(0, 'hello'), command: 'cat /etc/readable' } },
      },
    });
    const conclusion = conclude(unit, look);
    expect(conclusion.is === 'reported' && Object.keys(conclusion.report.evidence)).toEqual(['readable']);
  });

  it('changes nothing where what the decision needs cannot be read', () => {
    const unit = reading((facts) => change(facts.read(readable), [write(null)]));
    expect(conclude(unit, new Map([['readable', answer(1, '')]]))).toMatchObject({
      report: {
        outcome: 'FAILED',
        summary: 'could not be looked at: readable: it is away (readable: it is away)',
        origin: null,
      },
    });
  });

  it('lets a step read only the probes that it declares', () => {
    const undeclared = { ...readable, id: 'undeclared' };
    const unit = reading((facts) => done(facts.read(undeclared)));
    expect(() => conclude(unit, new Map([['undeclared', answer(0, '')]]))).toThrow(/not among its probes/);
  });

  it.each([
    ['CREATED', null],
    ['REPLACED', 'a hash'],
  ])('tells that what is changed will be %s', (origin, replaces) => {
    const unit = reading(() => change('write', [write(replaces)]));
    expect(conclude(unit, new Map())).toMatchObject({ is: 'changing', origin });
  });

  it('keeps the origin and the first look that the ledger remembers', () => {
    const memory = { origin: 'REPLACED', firstLook: { readable: answer(0, 'long ago') } } as const;
    const unit = { ...reading(() => change('write', [write(null)])), memory };
    expect(conclude(unit, new Map([['readable', answer(0, 'today')]]))).toMatchObject({ is: 'changing', ...memory });
  });

  it('changes what was planned, and nothing where content or what it replaces is another', () => {
    const planned = [promise(write('seen'))];
    const now = (replaces: string): unknown =>
      conclude({ ...reading(() => change('write', [write(replaces)])), planned }, new Map());
    expect(now('seen')).toMatchObject({ is: 'changing' });
    expect(now('another')).toMatchObject({
      report: { outcome: 'FAILED', summary: expect.stringMatching(/with other content than was planned$/) },
    });
  });

  it('fails before any change where the changes are not the planned ones', () => {
    const unit = { ...reading(() => change('write', [write(null)])), planned: [] };
    expect(conclude(unit, new Map())).toMatchObject({
      is: 'reported',
      report: {
        outcome: 'FAILED',
        summary: expect.stringMatching(
          /^PLAN_CHANGED: .* Planned was: nothing. Now it would be: write \/etc\/readable/,
        ),
        changes: [],
      },
    });
  });
});
