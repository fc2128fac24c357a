import { connectionReuse } from '../../../../src/probes/balancing/connection-reuse.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('connectionReuse', () => {
  it('reads what becomes of a port that comes again, and that nothing can be balanced', () => {
    expectKnown(connectionReuse(), printed('1\n'), 1);
    expectKnown(connectionReuse(), printed('3\n'), 3);
    expectKnown(connectionReuse(), printed(''), null);
  });

  it.each([
    ...failingCommands,
    ['prints something else', printed('on\n'), '/proc/sys/net/ipv4/vs/conn_reuse_mode holds no number'] as const,
  ])('is unknown when cat %s', (_, answer, reason) => expectUnknown(connectionReuse(), answer, reason));
});
