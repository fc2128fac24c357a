import { quotaDaemon, takesQuotas } from '../../../../src/probes/storage/quota-daemon.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import { runWithPrograms } from '../run-with-programs.js';

describe('quotaDaemon', () => {
  it('reads the words that it runs with', () => {
    expectKnown(quotaDaemon(), printed('/usr/sbin/rpc.rquotad\n-S\n'), ['/usr/sbin/rpc.rquotad', '-S']);
  });

  it('knows that it does not run', () => {
    expectKnown(quotaDaemon(), printed('none\n'), null);
  });

  it('takes for none only what pgrep did not find', () => {
    expectKnown(quotaDaemon(), runWithPrograms(quotaDaemon(), { pgrep: 'exit 1' }), null);
    expectUnknown(quotaDaemon(), runWithPrograms(quotaDaemon(), { pgrep: 'exit 127' }), 'pgrep is not installed');
    expectUnknown(quotaDaemon(), runWithPrograms(quotaDaemon(), { pgrep: 'exit 3' }), 'pgrep ended with 3');
  });

  it.each(failingCommands)('is unknown when pgrep %s', (_, answer, reason) =>
    expectUnknown(quotaDaemon(), answer, reason),
  );
});

describe('takesQuotas', () => {
  it.each([
    [['rpc.rquotad', '-S'], true],
    [['rpc.rquotad', '--setquota', '-p', '875'], true],
    [['rpc.rquotad'], false],
    [['rpc.rquotad', '-s'], false],
    [null, false],
  ])('of %j says %s', (words, takes) => {
    expect(takesQuotas(words)).toBe(takes);
  });
});
