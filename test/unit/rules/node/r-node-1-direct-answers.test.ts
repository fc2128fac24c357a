import { balancedTraffic } from '../../../../src/probes/balancing/balanced-traffic.js';
import { addresses } from '../../../../src/probes/network/addresses.js';
import { directAnswers } from '../../../../src/rules/node/r-node-1-direct-answers.rule.js';
import { balanced, balancedElsewhere, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { held } from '../held-addresses.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster(balanced({ port: 80 }));
const traffic = (
  out: number,
  own = 0,
): string => `TCP  9.9.9.100:80     3       19        ${out + own}     1132        0
  -> 9.9.9.11:80     1        5        ${own}     1132        0
  -> 9.9.9.12:80     2       14        ${out}     1132        0
`;
const goodFacts = (): HostFacts =>
  new HostFacts()
    .answer(managerId, balancedTraffic(), traffic(0))
    .answer(node1Id, addresses(), held('9.9.9.12', '9.9.9.100'))
    .answer(node2Id, addresses(), held('9.9.9.13', '9.9.9.100'));

describe('R-NODE-1', () => {
  it('is met by nodes that hold the address, whose answers nobody saw at the manager', () => {
    expectMet(directAnswers, { spec, facts: goodFacts() });
    expectMet(directAnswers, { spec, facts: goodFacts().answer(managerId, balancedTraffic(), '') });
  });

  it('is met by a manager that serves too, whatever its kernel counts of its own answers', () => {
    expectMet(directAnswers, { spec, facts: goodFacts().answer(managerId, balancedTraffic(), traffic(0, 5)) });
  });

  it('is violated by answers that pass the manager', () => {
    expectViolated(directAnswers, { spec, facts: goodFacts().answer(managerId, balancedTraffic(), traffic(7)) }, [
      {
        subject: 'Address 9.9.9.100',
        code: 'ANSWERS_PASS_MANAGER',
        severity: 'ERROR',
        field: [],
        message: '7 packets of answers from 9.9.9.100 port 80 passed manager',
        remedy: 'command',
      },
    ]);
  });

  it('is violated by a node that does not hold the address', () => {
    expectViolated(directAnswers, { spec, facts: goodFacts().answer(node2Id, addresses(), held('9.9.9.13')) }, [
      {
        subject: `Host ${node2Id}`,
        code: 'SERVICE_ADDRESS_NOT_HELD',
        severity: 'ERROR',
        field: ['members', '2'],
        message: 'Node node2 does not hold 9.9.9.100',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is asked of the nodes alone where somebody else balances', () => {
    const elsewhere = publicCluster(balancedElsewhere({ port: 80 }));
    const nodes = new HostFacts()
      .answer(node1Id, addresses(), held('9.9.9.12', '9.9.9.100'))
      .answer(node2Id, addresses(), held('9.9.9.13', '9.9.9.100'));
    expectMet(directAnswers, { spec: elsewhere, facts: nodes });
    expectViolated(directAnswers, { spec: elsewhere, facts: nodes.answer(node2Id, addresses(), held('9.9.9.13')) }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'SERVICE_ADDRESS_NOT_HELD', severity: 'ERROR', field: ['members', '2'] },
        ...{ message: 'Node node2 does not hold 9.9.9.100', remedy: 'repairCluster' },
      },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(directAnswers, { spec }, [
      { subject: 'Address 9.9.9.100', lookAt: managerId },
      ...[node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    ]);
  });

  it('does not apply where nothing is balanced', () => {
    expectNotApplicable(directAnswers, { spec: publicCluster() }, 'The cluster balances no service.');
  });
});
