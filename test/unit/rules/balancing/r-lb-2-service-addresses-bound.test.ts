import { addresses } from '../../../../src/probes/network/addresses.js';
import { serviceAddressesBound } from '../../../../src/rules/balancing/r-lb-2-service-addresses-bound.rule.js';
import { balanced, managerId, publicCluster } from '../clusters.js';
import { held } from '../held-addresses.js';
import { HostFacts } from '../host-facts.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';

describe('R-LB-2 at declared', () => {
  it('is met by services on a service address of the manager', () => {
    expectMet(serviceAddressesBound, { spec: publicCluster(balanced({}, { port: 443 })), moment: 'declared' });
  });

  it.each(['9.9.9.10', '9.9.9.11', '9.9.9.101'])('is violated by a service on %s', (other) => {
    expectViolated(
      serviceAddressesBound,
      { spec: publicCluster(balanced({}, { address: other })), moment: 'declared' },
      [
        {
          subject: `Address ${other}`,
          code: 'NO_SERVICE_ADDRESS',
          severity: 'ERROR',
          field: ['balancedServices', '1', 'address'],
          message: `${other} is balanced and no service address of the manager; those are: 9.9.9.100`,
          remedy: 'declare',
        },
      ],
    );
  });
});

describe('R-LB-2 at after', () => {
  it('is met by a manager that holds its service addresses', () => {
    const facts = new HostFacts().answer(managerId, addresses(), held('9.9.9.11', '9.9.9.100'));
    expectMet(serviceAddressesBound, { spec: publicCluster(), moment: 'after', facts });
  });

  it('is violated by a service address that it does not hold', () => {
    const facts = new HostFacts().answer(managerId, addresses(), held('9.9.9.11'));
    expectViolated(serviceAddressesBound, { spec: publicCluster(), moment: 'after', facts }, [
      {
        subject: 'Address 9.9.9.100',
        code: 'NOT_BOUND',
        severity: 'ERROR',
        field: [],
        message: 'manager does not hold the service address 9.9.9.100',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown where nobody looked', () => {
    expectUnknown(serviceAddressesBound, { spec: publicCluster(), moment: 'after', facts: new HostFacts() }, [
      { subject: 'Address 9.9.9.100', lookAt: managerId },
    ]);
  });
});
