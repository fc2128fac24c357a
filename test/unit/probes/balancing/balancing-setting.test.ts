import { balancingSetting } from '../../../../src/probes/balancing/balancing-setting.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('balancingSetting', () => {
  const reuse = balancingSetting('conn_reuse_mode');

  it('reads how the kernel balances, and that nothing can be balanced', () => {
    expectKnown(reuse, printed('1\n'), 1);
    expectKnown(reuse, printed('3\n'), 3);
    expectKnown(balancingSetting('expire_quiescent_template'), printed('0\n'), 0);
    expectKnown(reuse, printed(''), null);
  });

  it('is asked for each setting by itself', () => {
    expect(reuse.id).not.toBe(balancingSetting('expire_quiescent_template').id);
  });

  it.each([
    ...failingCommands,
    ['prints something else', printed('on\n'), '/proc/sys/net/ipv4/vs/conn_reuse_mode holds no number'] as const,
  ])('is unknown when cat %s', (_, answer, reason) => expectUnknown(reuse, answer, reason));
});
