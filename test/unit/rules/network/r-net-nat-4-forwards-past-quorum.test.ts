import { forwardsPastQuorum } from '../../../../src/rules/network/r-net-nat-4-forwards-past-quorum.rule.js';
import { managerId, memberOf, natCluster, publicCluster, withNat } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

const to = (forwardTarget: string | null): ReturnType<typeof natCluster> => natCluster(withNat({ forwardTarget }));
const field = ['nat', 'forwardTarget'];

describe('R-NET-NAT-4', () => {
  it('is met by a service address of the manager', () => {
    expectMet(forwardsPastQuorum, { spec: natCluster() });
  });

  it.each([
    ['10.0.0.10', 'TARGET_IS_QUORUM', 'ERROR', 'to the quorum address 10.0.0.10'],
    ['10.0.0.12', 'TARGET_NOT_ON_MANAGER', 'ERROR', 'to 10.0.0.12, which manager does not declare'],
    ['10.0.0.11', 'TARGET_NOT_BALANCED', 'WARNING', 'to 10.0.0.11 of manager, at which nothing is balanced'],
  ] as const)('is violated by forwards to %s: %s', (target, code, severity, message) => {
    expectViolated(forwardsPastQuorum, { spec: to(target) }, [
      { subject: `Address ${target}`, code, severity, field, message, remedy: 'declare' },
    ]);
  });

  it.each([
    [false, 'WARNING'],
    [true, 'INFO'],
  ] as const)('misses what is said of the device (draft: %s: %s)', (draft, severity) => {
    const violation = { subject: 'Cluster shop', code: 'NO_TARGET', severity, remedy: 'declare' } as const;
    const message = 'service addresses are: 10.0.0.100';
    const ports = natCluster(withNat({ mode: 'PORT_FORWARDING', forwardTarget: null }));
    expectViolated(forwardsPastQuorum, { spec: ports, draft }, [{ ...violation, field, message }]);
    const unsaid = natCluster((edited) => {
      edited.core.nat = null;
    });
    expectViolated(forwardsPastQuorum, { spec: unsaid, draft }, [{ ...violation, field: ['nat'], message }]);
  });

  it('asks for no target where addresses are translated one to one, but for a service address behind each', () => {
    expectMet(forwardsPastQuorum, { spec: to(null) });
    const more = natCluster(withNat({ publicAddresses: ['9.9.9.1', '9.9.9.2'], forwardTarget: null }));
    expectViolated(forwardsPastQuorum, { spec: more }, [
      {
        ...{ subject: 'Cluster shop', code: 'NOBODY_BEHIND', severity: 'WARNING', remedy: 'declare' },
        ...{ field: ['nat', 'publicAddresses'], message: 'translates 9.9.9.2 one to one' },
      },
    ]);
  });

  it('is silent without a manager and under other topologies', () => {
    const headless = natCluster((edited) => {
      memberOf(edited, managerId).role = 'NODE';
    });
    const reason = 'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).';
    expectNotApplicable(forwardsPastQuorum, { spec: headless }, reason);
    const other = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(forwardsPastQuorum, { spec: publicCluster() }, other);
  });
});
