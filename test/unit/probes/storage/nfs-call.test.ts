import { nfsCall } from '../../../../src/probes/storage/nfs-call.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import answers from '../fixtures/nfs-call/answers.json';
import noHost from '../fixtures/nfs-call/no-host.json';
import noNfs from '../fixtures/nfs-call/no-nfs.json';
import noVersion3 from '../fixtures/nfs-call/no-version-3.json';
import portMapperRefuses from '../fixtures/nfs-call/port-mapper-refuses.json';
import silent from '../fixtures/nfs-call/silent.json';
import refused from '../fixtures/tcp-connection/refused.json';

const probe = nfsCall('10.77.1.13');

/** The fixtures are what Debian hosts of the lab said; `silent` with a route that threw away what the server answered. */
describe('nfsCall', () => {
  it('tells a server that answers from one that is not reached', () => {
    expectKnown(probe, answers, 'reached');
    expectKnown(probe, silent, 'silent');
    expectKnown(probe, portMapperRefuses, 'refused');
    expectKnown(probe, noHost, 'unreachable');
  });

  it('tells a server that has no version 3, whether its port mapper or itself says so', () => {
    expectKnown(probe, noNfs, 'notOffered');
    expectKnown(probe, noVersion3, 'notOffered');
  });

  it('goes by connections to the ports where nothing is installed that calls', () => {
    expectKnown(probe, printed(''), 'reached');
    expectKnown(probe, refused, 'refused');
  });

  it('calls by the protocol of the address', () => {
    expect(nfsCall('2001:db8::13').question).toMatchObject({ args: ['2001:db8::13', 'tcp6'] });
    expect(probe.question).toMatchObject({ args: ['10.77.1.13', 'tcp'] });
  });

  // To `timeout` a command that does not end is a server that does not answer.
  it.each(failingCommands.filter(([what]) => what !== 'does not end in time'))(
    'is unknown when rpcinfo %s',
    (_, answer, reason) => expectUnknown(probe, answer, reason),
  );
});
