import { tcpConnection } from '../../../../src/probes/network/tcp-connection.js';
import { expectKnown, expectUnknown, failingCommands } from '../failing-answers.js';
import noNetwork from '../fixtures/tcp-connection/no-network.json';
import notAnAddress from '../fixtures/tcp-connection/not-an-address.json';
import open from '../fixtures/tcp-connection/open.json';
import refused from '../fixtures/tcp-connection/refused.json';
import silent from '../fixtures/tcp-connection/silent.json';
import unreachable from '../fixtures/tcp-connection/unreachable.json';

const probe = tcpConnection('10.77.1.10', 2049);

describe('tcpConnection', () => {
  it('tells a connection from one that is refused, not answered, or has no way there', () => {
    expectKnown(probe, open, 'open');
    expectKnown(probe, refused, 'refused');
    expectKnown(probe, silent, 'silent');
    expectKnown(probe, unreachable, 'unreachable');
    expectKnown(probe, noNetwork, 'unreachable');
  });

  it('asks for each port of each address by itself', () => {
    const others = [tcpConnection('10.77.1.10', 22), tcpConnection('10.77.1.11', 2049)];
    expect(new Set([probe, ...others].map(({ id }) => id)).size).toBe(3);
  });

  it('is unknown for what is no address', () => {
    expectUnknown(probe, notAnAddress, 'bash ended with 1: nowhere: line 1: nowhere: Temporary failure');
  });

  it('is unknown where bash cannot connect at all', () => {
    const stderr = '10.77.1.10: line 1: /dev/tcp/10.77.1.10/2049: No such file or directory\n';
    expectUnknown(probe, { exitCode: 1, stdout: '', stderr }, 'bash ended with 1');
  });

  // To `timeout` a command that does not end is a host that does not answer.
  it.each(failingCommands.filter(([what]) => what !== 'does not end in time'))(
    'is unknown when bash %s',
    (_, answer, reason) => expectUnknown(probe, answer, reason),
  );
});
