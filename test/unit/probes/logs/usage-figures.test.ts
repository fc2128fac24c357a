import { usageFigures } from '../../../../src/probes/logs/usage-figures.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

const host = '01900000-0000-7000-8000-000000000002';
const head = `usage 1764100000 ${host} 2025-11\n`;

describe('usageFigures', () => {
  const probe = usageFigures('/var/log/hostwright/web');

  it('reads requests and bytes by month and account', () => {
    const stdout = `${head}2025-11 20001 3 1500\n2025-10 20002 12000000 9007199254740\nend\n`;
    expectKnown(probe, printed(stdout), {
      host,
      takenAt: 1_764_100_000,
      month: '2025-11',
      figures: [
        { month: '2025-11', uid: 20_001, requests: 3, bytes: 1500 },
        { month: '2025-10', uid: 20_002, requests: 12_000_000, bytes: 9_007_199_254_740 },
      ],
    });
  });

  it('reads figures of a host without visitors', () => {
    expectKnown(probe, printed(`${head}end\n`), { host, takenAt: 1_764_100_000, month: '2025-11', figures: [] });
  });

  it('knows that there are none', () => {
    const stderr = "head: cannot open '/var/log/hostwright/web/usage' for reading: No such file or directory\n";
    expectKnown(probe, { exitCode: 1, stdout: '', stderr }, null);
  });

  it.each([
    ['garbage\nend\n', 'the file of figures has no head'],
    ['', 'the file of figures has no head'],
    [`${head}2025-11 20001 3 1500\n`, 'the file of figures has no end'],
    [`${head}2025-11 20001 3\nend\n`, 'a line of the figures is not understood: 2025-11 20001 3'],
    [`${head}2025-11 x 3 4\nend\n`, 'a line of the figures is not understood: 2025-11 x 3 4'],
  ])('is unknown where it reads %j', (stdout, reason) => {
    expectUnknown(probe, printed(stdout), reason);
  });

  it.each(failingCommands)('is unknown when head %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
