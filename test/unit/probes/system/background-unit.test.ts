import { backgroundUnit } from '../../../../src/probes/system/background-unit.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import failed from '../fixtures/background-unit/failed.json';
import none from '../fixtures/background-unit/none.json';
import running from '../fixtures/background-unit/running.json';

const probe = backgroundUnit('hostwright-packages-cluster.service');

describe('backgroundUnit', () => {
  it('tells no unit from one that runs', () => {
    expectKnown(probe, none, { is: 'none' });
    expectKnown(probe, running, {
      is: 'running',
      lastWords: 'Started hostwright-running.service - /usr/bin/sleep 600.',
    });
  });

  it('tells how long ago a unit failed and what it said last', () => {
    expect(probe.parse(failed)).toEqual({
      known: true,
      value: { is: 'failed', secondsAgo: 3, lastWords: expect.stringContaining('\nno such package\n') },
    });
  });

  it.each(['activating', 'deactivating', 'reloading'])('takes a unit that is %s for one that runs', (state) => {
    const shown = `ActiveState=${state}\nInactiveEnterTimestampMonotonic=0\n17\n`;
    expectKnown(probe, printed(shown), { is: 'running', lastWords: '' });
  });

  it('never says that a unit failed in the future', () => {
    const shown = 'ActiveState=failed\nInactiveEnterTimestampMonotonic=18999999\n17\n';
    expectKnown(probe, printed(shown), { is: 'failed', secondsAgo: 0, lastWords: '' });
  });

  it.each([
    ...failingCommands,
    ['breaks off', printed('ActiveState=failed\n'), 'did not show the unit'] as const,
    ['prints something else', printed('garbage'), 'did not show the unit'] as const,
  ])('is unknown when systemctl %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
