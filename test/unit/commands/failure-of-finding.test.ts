import { failureOfFinding } from '../../../src/commands/failure-of-finding.js';
import type { Finding, Remedy } from '../../../src/rules/rule.js';

const remedy = (title: string, command: string | null, hostId: string | null): Remedy => ({
  ...{ title, command, hostId },
  ...{ mutation: null, input: null },
});
const finding: Finding = {
  ...{ ruleId: 'R-NODE-4', severity: 'ERROR', moment: 'after', verdict: 'VIOLATED', clusterId: null, nth: 0 },
  ...{
    subject: { kind: 'Host', id: 'n1' },
    subjectName: 'node1',
    messageCode: 'NOT_LISTENING',
    parameters: { host: 'node1' },
  },
  ...{ message: 'node1 does not listen on port 80.', field: [], evidence: [] },
  remedies: [
    remedy('See who should listen', 'ss -tlnp', 'n1'),
    remedy('Start it on node1', 'systemctl start nginx', 'n1'),
    remedy('See who should listen', 'ss -tlnp', 'n2'),
    remedy('Declare it otherwise', null, null),
  ],
};

it('a failure says of a command on the host of its rule where it is run, unless it does already', () => {
  expect(failureOfFinding(finding)).toMatchObject({
    ...{
      hostId: 'n1',
      ruleId: 'R-NODE-4',
      subject: 'Host n1',
      messageCode: 'NOT_LISTENING',
      parameters: { host: 'node1' },
    },
    remedies: [
      { title: 'On node1: See who should listen' },
      { title: 'Start it on node1' },
      { title: 'See who should listen' },
      { title: 'Declare it otherwise' },
    ],
  });
});
