import { change, conflict, done, wait, type Decision } from '../../../../src/steps/decision.js';
import { conclude } from '../../../../src/steps/harness/conclude.js';
import { holdBack } from '../../../../src/steps/harness/hold-back.js';
import type { VisitUnit } from '../../../../src/steps/harness/visit-result.js';
import { deciding } from './visit-units.js';

const changing: Decision = change('use', [{ do: 'run', argv: ['use'] }]);
const beginning: Decision = change('install', [
  { do: 'startUnit', unit: 'install', argv: ['apt-get'], maxSeconds: 60, environment: {} },
]);

function held(...units: readonly VisitUnit[]): readonly string[] {
  const look = new Map();
  const conclusions = holdBack(
    units.map((unit) => conclude(unit, look)),
    look,
  );
  return conclusions.map((conclusion) =>
    conclusion.is === 'changing' ? 'changing' : `${conclusion.report.outcome}: ${conclusion.report.summary}`,
  );
}

describe('holding back', () => {
  it('lets a unit change whose need is done or changes in the same round trip', () => {
    expect(
      held(deciding('a', [], done('a is')), deciding('b', ['a'], changing), deciding('c', ['b'], changing)),
    ).toEqual(['UNCHANGED: a is', 'changing', 'changing']);
  });

  it('skips a unit whose need failed, and what needs that unit, also where it comes first', () => {
    expect(
      held(deciding('c', ['b'], changing), deciding('b', ['a'], changing), deciding('a', [], conflict('theirs', 'x'))),
    ).toEqual(['SKIPPED: not done because of b k', 'SKIPPED: not done because of a k', 'FAILED: theirs (x)']);
  });

  it('lets a unit wait as long as its need does', () => {
    const look = new Map();
    const units = [deciding('a', [], wait('a copy', 7)), deciding('b', ['a'], changing)];
    const [, second] = holdBack(
      units.map((unit) => conclude(unit, look)),
      look,
    );
    expect(second).toMatchObject({ report: { outcome: 'WAITING', summary: 'waits for a k', waitSeconds: 7 } });
  });

  it('lets a unit wait however long for a need that waits, and skips it once that waited too long', () => {
    const needy = { ...deciding('b', ['a'], changing), waited: { summary: 'waits for a k', seconds: 100 } };
    const need = deciding('a', [], wait('a copy', 7));
    expect(held(need, needy)).toEqual(['WAITING: waits for a copy', 'WAITING: waits for a k']);
    expect(held({ ...need, waited: { summary: 'waits for a copy', seconds: 7 } }, needy)).toEqual([
      'FAILED: waited 7 s for a copy',
      'SKIPPED: not done because of a k',
    ]);
  });

  it('lets a unit wait that cannot be looked at while its need begins or waits, and fail where that failed or is done', () => {
    const unread: Decision = { is: 'conflict', summary: 'no program', evidence: 'x', unread: true };
    const needy = deciding('b', ['a'], unread);
    expect(held(deciding('a', [], beginning), needy)).toEqual(['changing', 'WAITING: waits for a k']);
    expect(held(deciding('a', [], wait('a copy', 7)), needy)[1]).toBe('WAITING: waits for a k');
    const failed = 'FAILED: no program (x)';
    expect(held(deciding('a', [], conflict('theirs', 'x')), needy)[1]).toBe(failed);
    expect(held(deciding('a', [], done('a is')), needy)[1]).toBe(failed);
    expect(held(deciding('a', [], beginning), deciding('b', ['a'], conflict('theirs', 'x')))[1]).toBe(
      'FAILED: theirs (x)',
    );
  });

  it('removes a need only once what needs it is removed', () => {
    const removing = (unit: VisitUnit): VisitUnit => ({ ...unit, direction: 'REMOVE' });
    const needy = removing(deciding('b', ['a'], conflict('theirs', 'x')));
    const need = removing(deciding('a', [], changing));
    expect(held(needy, need)).toEqual(['FAILED: theirs (x)', 'SKIPPED: not done because of b k']);
    expect(held(removing(deciding('b', ['a'], changing)), need)).toEqual(['changing', 'changing']);
    expect(
      held(removing(deciding('b', ['a'], changing)), removing(deciding('a', [], conflict('theirs', 'x')))),
    ).toEqual(['changing', 'FAILED: theirs (x)']);
  });

  it('lets a unit wait for long work that only begins now', () => {
    expect(held(deciding('a', [], beginning), deciding('b', ['a'], changing))).toEqual([
      'changing',
      'WAITING: waits for a k',
    ]);
  });
});
