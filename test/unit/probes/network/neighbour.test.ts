import { neighbour } from '../../../../src/probes/network/neighbour.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

const probe = neighbour('198.18.0.10');

describe('neighbour', () => {
  it('is the link address that the kernel sends to', () => {
    const entry = '[{"dst":"198.18.0.10","dev":"eth0","lladdr":"02:00:C6:12:00:0A","state":["REACHABLE"]}]\n';
    expectKnown(probe, printed(entry), '02:00:c6:12:00:0a');
  });

  it('is none where nobody answered, or the address is behind a router', () => {
    expectKnown(probe, printed('[{"dst":"198.18.0.10","dev":"eth0","state":["FAILED"]}]\n'), null);
    expectKnown(probe, printed('[ ]\n'), null);
  });

  it('is unknown where the output is not understood', () => expectUnknown(probe, printed('nothing'), 'not JSON'));

  it.each(failingCommands)('is unknown when ip %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
