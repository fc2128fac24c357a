import { balanceablePorts } from '../../../../src/domain/balanceable-ports.js';
import { notBalanced } from '../../../../src/rules/balancing/d-10-not-balanced.rule.js';
import { balanced, balancedElsewhere, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

describe('D-10', () => {
  it('is met where everything is balanced that can be', () => {
    const all = [...balanceablePorts.keys()].map((port) => ({ port }));
    expectMet(notBalanced, { spec: publicCluster(balanced(...all)) });
  });

  it.each([
    [[], 'alone: FTP (21), SMTP (25), HTTP (80), '],
    [[{ port: 80 }, { port: 21 }], 'alone: SMTP (25), POP3 (110), '],
  ])('names what %j leaves to the manager', (services, message) => {
    expectViolated(notBalanced, { spec: publicCluster(balanced(...services)) }, [
      {
        ...{ subject: 'Cluster shop', code: 'SERVED_BY_MANAGER', severity: 'INFO', field: ['balancedServices'] },
        ...{ message, remedy: 'declare' },
      },
    ]);
  });

  it('is silent where somebody else balances', () => {
    const reason = "Somebody else's balancer decides what is handed on to nodes.";
    expectNotApplicable(notBalanced, { spec: publicCluster(balancedElsewhere({ port: 80 })) }, reason);
  });
});
