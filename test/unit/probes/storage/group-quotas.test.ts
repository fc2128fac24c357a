import { groupQuotas } from '../../../../src/probes/storage/group-quotas.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('groupQuotas', () => {
  const probe = groupQuotas('/export');
  const head =
    'Group,BlockStatus,FileStatus,BlockUsed,BlockSoftLimit,BlockHardLimit,BlockGrace,FileUsed,FileSoftLimit,FileHardLimit,FileGrace\n';

  it('reads what every group uses, and its hard limit', () => {
    const stdout = `${head}#0,ok,ok,14,0,0,,3,0,0,\n#20001,ok,ok,2048,0,2048,,2,0,0,\n#20002,soft,ok,90,50,100,6days,2,0,0,\n`;
    const limits = new Map([
      [0, { usedKib: 14, hardKib: 0 }],
      [20_001, { usedKib: 2048, hardKib: 2048 }],
      [20_002, { usedKib: 90, hardKib: 100 }],
    ]);
    expectKnown(probe, printed(stdout), limits);
  });

  it('is unknown without the header', () => {
    expectUnknown(probe, printed('garbage'), 'the output of repquota has no header');
  });

  it.each(failingCommands)('is unknown when repquota %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
