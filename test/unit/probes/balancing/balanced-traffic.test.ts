import { balancedTraffic } from '../../../../src/probes/balancing/balanced-traffic.js';
import { expectKnown, expectUnknown, failingCommands } from '../failing-answers.js';
import direct from '../fixtures/balanced-traffic/direct.json';
import nothing from '../fixtures/balanced-traffic/nothing.json';

const probe = balancedTraffic();

describe('balancedTraffic', () => {
  it('counts what passed on its way to the hosts and back, for each service', () => {
    expectKnown(probe, direct, [
      {
        ...{ address: '198.18.0.150', port: 80, connections: 3, packetsIn: 19 },
        realServers: [{ address: '198.18.0.12', packetsOut: 0 }],
      },
    ]);
    expectKnown(probe, nothing, []);
  });

  it('reads addresses of either family and leaves out what is no TCP', () => {
    const stdout = [
      'TCP  [2001:db8::1]:443                  1        2        3       40       50',
      '  -> [2001:db8::12]:443                 1        2        3       40       50',
      'UDP  198.18.0.150:53                    1        1        0       40        0',
      '  -> 198.18.0.12:53                     1        2        3       40       50',
      'FWM  1                                  1        1        0       40        0',
      '  -> 198.18.0.12:0                      1        2        3       40       50',
    ].join('\n');
    expectKnown(probe, { exitCode: 0, stdout, stderr: '' }, [
      {
        ...{ address: '2001:db8::1', port: 443, connections: 1, packetsIn: 2 },
        realServers: [{ address: '2001:db8::12', packetsOut: 3 }],
      },
    ]);
  });

  it('is unknown where a line is not understood', () => {
    expectUnknown(probe, { exitCode: 0, stdout: 'TCP nowhere\n', stderr: '' }, 'a line of ipvsadm is not understood');
  });

  it.each(failingCommands)('is unknown when ipvsadm %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
