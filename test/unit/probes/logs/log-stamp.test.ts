import { logStamp } from '../../../../src/probes/logs/log-stamp.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

const host = '01900000-0000-7000-8000-000000000002';

describe('logStamp', () => {
  const probe = logStamp('/var/log/hostwright/web/canary');

  it('reads who wrote the file, and how long ago', () => {
    const stamped = { is: 'stamped', host, ageSeconds: 42 } as const;
    expectKnown(probe, printed(`1764100042 canary 1764100000 ${host}\n`), stamped);
    expectKnown(probe, printed(`1764100042 usage 1764100000 ${host} 2025-11\n`), stamped);
  });

  it.each(['absent', 'unreadable'] as const)('knows a file that is %s', (is) => {
    expectKnown(probe, printed(`${is}\n`), { is });
  });

  it.each(['', 'nonsense', `canary yesterday ${host}`])('knows a file that says "%s" for none of ours', (line) => {
    expectKnown(probe, printed(`1764100042 ${line}\n`), { is: 'other' });
  });

  it('is unknown without an answer', () => {
    expectUnknown(probe, printed(''), 'the file was not shown');
  });

  it.each(failingCommands)('is unknown when head %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
