import { virtualServices } from '../../../../src/probes/balancing/virtual-services.js';
import { managerBalances } from '../../../../src/rules/manager/r-cm-1-manager-balances.rule.js';
import { balanced, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { HostFacts } from '../host-facts.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';

const spec = publicCluster(balanced({ port: 80 }, { port: 443 }));
const web = '-A -t 9.9.9.100:80 -s wlc -p 300\n';
const facts = (table: string, onNode = ''): HostFacts =>
  new HostFacts()
    .answer(managerId, virtualServices(), table)
    .answer(node1Id, virtualServices(), '')
    .answer(node2Id, virtualServices(), onNode);

describe('R-CM-1', () => {
  it('is met by a manager that balances every service, whoever answers', () => {
    expectMet(managerBalances, { spec, facts: facts(`${web}-A -t 9.9.9.100:443 -s wlc -p 300\n`) });
  });

  it.each(['', '-A -t 9.9.9.101:443 -s wlc\n', '-A -t 9.9.9.100:8443 -s wlc\n'])(
    'is violated by a service that it does not balance, beside %j',
    (other) => {
      expectViolated(managerBalances, { spec, facts: facts(`${web}${other}`) }, [
        {
          subject: 'Address 9.9.9.100',
          code: 'NOT_BALANCED',
          severity: 'ERROR',
          field: [],
          message: 'manager does not balance 9.9.9.100:443',
          remedy: 'repairCluster',
        },
      ]);
    },
  );

  it('is violated by a node that balances a service address too, and by no other of its own', () => {
    const both = `${web}-A -t 9.9.9.100:443 -s wlc -p 300\n`;
    expectMet(managerBalances, { spec, facts: facts(both, '-A -t 192.168.7.1:80 -s wlc\n') });
    expectViolated(managerBalances, { spec, facts: facts(both, '-A -t 9.9.9.100:80 -s rr\n') }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'NODE_BALANCES', severity: 'ERROR', field: ['members', '2'] },
        ...{ message: 'Node node2 balances 9.9.9.100 port 80 too', remedy: { command: 'ipvsadm --clear' } },
      },
    ]);
  });

  it('is unknown where nobody looked', () => {
    const subject = { subject: 'Address 9.9.9.100', lookAt: managerId };
    const nodes = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(managerBalances, { spec, facts: new HostFacts() }, [subject, subject, ...nodes]);
  });

  it('does not apply where nothing is balanced, or by somebody else', () => {
    expectNotApplicable(managerBalances, { spec: publicCluster() }, 'The cluster balances no service.');
    const external = publicCluster((edited) => {
      balanced({})(edited);
      edited.core.lbMode = 'EXTERNAL';
    });
    expectNotApplicable(
      managerBalances,
      { spec: external },
      "Somebody else's balancer takes the place of the manager's.",
    );
  });
});
