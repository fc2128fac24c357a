import { neighbour } from '../../../../src/probes/network/neighbour.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import { runWithPrograms } from '../run-with-programs.js';

const probe = neighbour('198.18.0.10');

describe('neighbour', () => {
  it('is the link address that the kernel sends to', () => {
    const entry = '[{"dst":"198.18.0.10","dev":"eth0","lladdr":"02:00:C6:12:00:0A","state":["REACHABLE"]}]\n';
    expectKnown(probe, printed(entry), '02:00:c6:12:00:0a');
  });

  it('is none where the address is behind a router', () => expectKnown(probe, printed('[ ]\n'), null));

  it.each(['FAILED', 'INCOMPLETE'])(
    'is unknown where nobody answered (%s): who has the address may be down',
    (state) => {
      const entry = `[{"dst":"198.18.0.10","dev":"eth0","state":["${state}"]}]\n`;
      expectUnknown(probe, printed(entry), 'nobody on the segment answers for 198.18.0.10');
    },
  );

  it('is unknown on a host without bash, on which nobody was asked', () => {
    const ip = "echo '[ ]'";
    expectKnown(probe, runWithPrograms(probe, { timeout: 'exit 1', ip }), null);
    expectUnknown(
      probe,
      runWithPrograms(probe, { ip, timeout: 'exit 1' }, '/nonexistent'),
      'timeout, bash or ip is not installed',
    );
  });

  it('is unknown where the output is not understood', () => expectUnknown(probe, printed('nothing'), 'not JSON'));

  it.each(failingCommands)('is unknown when ip %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
