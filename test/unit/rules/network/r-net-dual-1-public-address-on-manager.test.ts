import { publicAddressOnManager } from '../../../../src/rules/network/r-net-dual-1-public-address-on-manager.rule.js';
import { address, dualCluster, managerId, memberOf, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

describe('R-NET-DUAL-1', () => {
  it('is met by a public address and a private quorum address', () => {
    expectMet(publicAddressOnManager, { spec: dualCluster() });
  });

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)('misses a public address of the manager (draft: %s: %s)', (draft, severity) => {
    const spec = dualCluster((edited) => {
      const manager = memberOf(edited, managerId);
      manager.addresses = manager.addresses.filter(({ network }) => network === 'private');
    });
    expectViolated(publicAddressOnManager, { spec, draft }, [
      {
        subject: `Host ${managerId}`,
        code: 'NO_PUBLIC_ADDRESS',
        severity,
        field: ['members', '0', 'addresses'],
        message: 'Manager declares no public address',
        remedy: 'declare',
      },
    ]);
  });

  it('warns of a public quorum address, in a draft too', () => {
    const spec = dualCluster((edited) => {
      edited.core.quorumAddress = '9.9.9.10';
      memberOf(edited, managerId).addresses.push(address('public', '9.9.9.10', 'QUORUM'));
    });
    expectViolated(publicAddressOnManager, { spec, draft: true }, [
      {
        subject: 'Address 9.9.9.10',
        code: 'PUBLIC_QUORUM',
        severity: 'WARNING',
        field: ['quorumAddress'],
        message: '9.9.9.10 is public although there is a private network',
        remedy: 'declare',
      },
    ]);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(publicAddressOnManager, { spec: publicCluster() }, reason);
  });
});
