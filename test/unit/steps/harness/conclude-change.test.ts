import { change, done, wait, type Decision } from '../../../../src/steps/decision.js';
import { concludeChange } from '../../../../src/steps/harness/conclude-change.js';
import type { Changing } from '../../../../src/steps/harness/conclusion.js';
import type { UnitRun } from '../../../../src/steps/harness/host-session.js';
import { deciding } from './visit-units.js';

const decision = { is: 'change', summary: 'it is not there', changes: [{ do: 'run', argv: ['make'] }] } as const;
const ran = (failedChange: number | null, stderr = ''): UnitRun => ({
  is: 'ran',
  output: { exitCode: failedChange === null ? 0 : 3, stdout: '', stderr },
  failedChange,
});
const changed = (now: Decision): Changing => ({
  ...{ is: 'changing', unit: deciding('a', [], now), decision, origin: 'CREATED', firstLook: {} },
});
const look = new Map();

describe('the conclusion from a look after the change', () => {
  it('is done where the look says so, even if a change reported failure', () => {
    expect(concludeChange(changed(done('it is there')), ran(0, 'no'), look, false)).toMatchObject({
      ...{ outcome: 'CHANGED', summary: 'it is there', origin: 'CREATED' },
      changes: [expect.any(String)],
    });
  });

  it('is open while the change reported success and there is time to look again', () => {
    expect(concludeChange(changed(decision), ran(null), look, true)).toBeUndefined();
    expect(concludeChange(changed(decision), { is: 'unknown' }, look, true)).toBeUndefined();
    expect(concludeChange(changed(decision), ran(null), 'busy', true)).toBeUndefined();
  });

  it.each<[string, UnitRun | undefined, boolean]>([
    ['change 1 ended with exit code 3: why', ran(0, 'why\n'), true],
    ['every change reported success', ran(null), false],
    ['the connection or the script broke off before the host reported how the change ended', { is: 'unknown' }, false],
    ['the connection or the script broke off before the host reported how the change ended', undefined, false],
  ])('is a failure that says: %s', (said, run, mayLookAgain) => {
    expect(concludeChange(changed(decision), run, look, mayLookAgain)).toMatchObject({
      ...{ outcome: 'FAILED', summary: `not true after the change: it is not there; ${said}`, origin: null },
    });
  });

  it('waits for what the change started, unless the change failed', () => {
    const waiting = changed(wait('the installation', 5));
    expect(concludeChange(waiting, ran(null), look, true)).toMatchObject({ outcome: 'WAITING', waitSeconds: 5 });
    expect(concludeChange(waiting, ran(0), look, true)).toMatchObject({
      ...{ outcome: 'FAILED', summary: expect.stringContaining('it is still under way') },
    });
  });

  it('skips what the host did not run', () => {
    const skipped = { outcome: 'SKIPPED', changes: [] };
    expect(concludeChange(changed(change('it is not there', [])), { is: 'notRun' }, look, true)).toMatchObject(skipped);
  });
});
