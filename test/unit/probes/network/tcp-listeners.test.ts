import { addressesListening, tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { expectKnown, expectUnknown, failingCommands } from '../failing-answers.js';
import apache from '../fixtures/tcp-listeners/apache.json';
import bare from '../fixtures/tcp-listeners/bare.json';
import nginx from '../fixtures/tcp-listeners/nginx.json';

const probe = tcpListeners();
const everywhere = (...ports: readonly number[]): object =>
  ports.map((port) => ({ address: null, port, programs: [] }));

describe('tcpListeners', () => {
  it('tells every port that is listened on, of either family', () => {
    expectKnown(probe, bare, everywhere(111, 22, 111, 22));
    expectKnown(probe, nginx, everywhere(111, 80, 22, 111, 80, 22));
    expectKnown(probe, apache, everywhere(111, 22, 80, 111, 22));
  });

  it('tells who listens on one address only, whatever link stands behind it', () => {
    const stdout = [
      'LISTEN 0      80       127.0.0.1:3306  0.0.0.0:*    users:(("mariadbd",pid=431,fd=22))',
      'LISTEN 0      128          [::1]:25       [::]:*    ',
      'LISTEN 0      128    127.0.0.53%lo:53  0.0.0.0:*',
      'LISTEN 0      128    0.0.0.0%eth1:81  0.0.0.0:*',
    ].join('\n');
    expectKnown(probe, { exitCode: 0, stdout, stderr: '' }, [
      { address: '127.0.0.1', port: 3306, programs: ['mariadbd'] },
      { address: '::1', port: 25, programs: [] },
      { address: '127.0.0.53', port: 53, programs: [] },
      { address: '0.0.0.0', port: 81, programs: [] },
    ]);
  });

  it('tells an IPv4 address by itself where a socket for IPv6 is bound to it', () => {
    const stdout = [
      'LISTEN 0 100 [::ffff:9.9.9.100]:80 *:* users:(("java",pid=812,fd=41))',
      'LISTEN 0 100 ::ffff:127.0.0.1:8005 :::*',
      'LISTEN 0 100 [::ffff:0.0.0.0]:8080 *:*',
    ].join('\n');
    expectKnown(probe, { exitCode: 0, stdout, stderr: '' }, [
      { address: '9.9.9.100', port: 80, programs: ['java'] },
      { address: '127.0.0.1', port: 8005, programs: [] },
      { address: null, port: 8080, programs: [] },
    ]);
  });

  it('tells a port of all addresses, as older releases of ss write them', () => {
    expectKnown(
      probe,
      { exitCode: 0, stdout: 'LISTEN     0      128      :::80      :::*\n', stderr: '' },
      everywhere(80),
    );
  });

  it('tells the addresses on which a port is listened on', () => {
    const listeners = [
      { address: '127.0.0.1', port: 3306, programs: ['mariadbd'] },
      { address: null, port: 22, programs: ['sshd'] },
      { address: '10.0.0.10', port: 3306, programs: ['mariadbd'] },
    ];
    expect(addressesListening(listeners, 3306)).toEqual(['127.0.0.1', '10.0.0.10']);
    expect(addressesListening(listeners, 22)).toEqual([null]);
    expect(addressesListening(listeners, 80)).toEqual([]);
  });

  it('is unknown where a line is not understood', () => {
    expectUnknown(probe, { exitCode: 0, stdout: 'LISTEN 0 x\n', stderr: '' }, 'a line of ss is not understood');
  });

  it.each(failingCommands)('is unknown when ss %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
