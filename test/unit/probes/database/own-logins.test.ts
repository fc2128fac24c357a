import { ownLogins } from '../../../../src/probes/database/own-logins.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

const probe = ownLogins();
const all = 'Y'.repeat(20);
const user = 'hostwright_0123456789ab';

describe('ownLogins', () => {
  it('knows each login with its address, and whether it may do everything', () => {
    const lines = [
      `${user}\t${all}\t10.77.1.210`,
      `${user}\t${'Y'.repeat(19)}N\t%`,
      `${user}\tN${all.slice(1)}\t::1`,
      '',
    ];
    expectKnown(probe, printed(lines.join('\n')), [
      { user, host: '10.77.1.210', mayAll: true },
      { user, host: '%', mayAll: false },
      { user, host: '::1', mayAll: false },
    ]);
  });

  it('knows that there is none', () => expectKnown(probe, printed(''), []));

  it('is unknown for a line that it does not understand', () => {
    expectUnknown(probe, printed('hostwright_x\n'), 'the list of users is not understood');
  });

  it.each(failingCommands)('is unknown when mariadb %s', (_, answer, reason) =>
    expectUnknown(probe, answer, `mariadb${reason}`),
  );
});
