import { twoPrivateAddresses } from '../../../../src/rules/network/r-net-nat-1-two-private-addresses.rule.js';
import { managerId, memberOf, natCluster, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

const without = (purpose: string): ReturnType<typeof natCluster> =>
  natCluster((edited) => {
    const manager = memberOf(edited, managerId);
    manager.addresses = manager.addresses.filter((address) => address.purpose !== purpose);
  });

describe('R-NET-NAT-1', () => {
  it('is met by a private quorum address and a private service address', () => {
    expectMet(twoPrivateAddresses, { spec: natCluster() });
  });

  it.each([
    ['QUORUM', 'NO_PRIVATE_QUORUM', false, 'ERROR'],
    ['QUORUM', 'NO_PRIVATE_QUORUM', true, 'INFO'],
    ['SERVICE', 'NO_SERVICE_ADDRESS', false, 'ERROR'],
    ['SERVICE', 'NO_SERVICE_ADDRESS', true, 'INFO'],
  ] as const)('misses the %s address: %s (draft: %s: %s)', (purpose, code, draft, severity) => {
    expectViolated(twoPrivateAddresses, { spec: without(purpose), draft }, [
      {
        ...{ subject: `Host ${managerId}`, code, severity, field: ['members', '0', 'addresses'] },
        ...{ message: `of manager has purpose ${purpose}`, remedy: 'declare' },
      },
    ]);
  });

  it('does not count a public service address', () => {
    const spec = natCluster((edited) => {
      edited.core.networks.push({ name: 'public', kind: 'PUBLIC', cidr: '9.9.9.0/24' });
      const service = memberOf(edited, managerId).addresses.find(({ purpose }) => purpose === 'SERVICE');
      Object.assign(service ?? {}, { network: 'public', address: '9.9.9.100' });
    });
    expectViolated(twoPrivateAddresses, { spec }, [
      {
        ...{ subject: `Host ${managerId}`, code: 'NO_SERVICE_ADDRESS', severity: 'ERROR' },
        ...{ field: ['members', '0', 'addresses'], message: 'has purpose SERVICE', remedy: 'declare' },
      },
    ]);
  });

  it('is silent without a manager and under other topologies', () => {
    const headless = natCluster((edited) => {
      memberOf(edited, managerId).role = 'NODE';
    });
    const reason = 'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).';
    expectNotApplicable(twoPrivateAddresses, { spec: headless }, reason);
    const other = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(twoPrivateAddresses, { spec: publicCluster() }, other);
  });
});
