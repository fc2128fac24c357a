import { trafficAway } from '../../../../src/rules/offload/r-off-1-traffic-away.rule.js';
import { managerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';
import { all, sharedByManager, withPanel } from './duties.js';

const ofManager = {
  subject: `Host ${managerId}`,
  code: 'MANAGER_SERVES',
  severity: 'INFO',
  field: ['balancedServices'],
} as const;

describe('R-OFF-1', () => {
  it('is met by a manager that takes no share', () => {
    expectMet(trafficAway, { spec: publicCluster(sharedByManager(0, 80, 443)) });
  });

  it('names what a manager serves', () => {
    expectViolated(trafficAway, { spec: publicCluster(sharedByManager(2, 80, 25)) }, [
      {
        subject: `Host ${managerId}`,
        code: 'MANAGER_SERVES',
        severity: 'INFO',
        field: ['balancedServices'],
        message: 'Manager serves HTTP, SMTP itself',
        remedy: 'declare',
      },
    ]);
  });

  it("leaves the panel's ports, and those of nobody else's service, where they are", () => {
    expectMet(trafficAway, { spec: publicCluster(sharedByManager(2, 2443, 2080, 3306)) });
    const panelAtHttps = all(sharedByManager(2, 80, 443), ({ core }) => {
      core.panel = { name: 'interworx', ports: [443], databasePort: null, licences: [] };
    });
    expectViolated(trafficAway, { spec: publicCluster(panelAtHttps) }, [
      { ...ofManager, message: 'Manager serves HTTP itself', remedy: { declare: 'Balance HTTP and give manager' } },
    ]);
  });

  it("sends FTP away at an address of its own where persistence would take the panel's ports along", () => {
    const declare = 'FTP with persistence at a service address of its own';
    const ftp = { ...ofManager, message: 'Manager serves FTP' };
    expectViolated(trafficAway, { spec: publicCluster(all(sharedByManager(1, 21), withPanel)) }, [
      { ...ftp, remedy: { declare } },
    ]);
    expectViolated(trafficAway, { spec: publicCluster(sharedByManager(1, 21)) }, [
      { ...ftp, remedy: { declare: 'Balance FTP and give manager weight 0 there' } },
    ]);
  });

  it('is silent without a node', () => {
    const alone = publicCluster(({ core }) => {
      core.members = core.members.filter(({ role }) => role !== 'NODE');
    });
    expectNotApplicable(trafficAway, { spec: alone }, 'The cluster has no node that could serve.');
  });
});
