import { noDedicatedAddresses } from '../../../../src/rules/network/r-net-nat-8-no-dedicated-addresses.rule.js';
import { accountId, edits, natCluster, publicCluster, withDedicated, withNat } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

const dedicated = withDedicated('10.0.0.100');

describe('R-NET-NAT-8', () => {
  it('is met by accounts that share, and by two public addresses', () => {
    expectMet(noDedicatedAddresses, { spec: natCluster() });
    const two = natCluster(edits(dedicated, withNat({ publicAddresses: ['9.9.9.1', '9.9.9.2'] })));
    expectMet(noDedicatedAddresses, { spec: two });
  });

  it('warns of an account that wants one for itself, with both views', () => {
    const expected = {
      ...({ code: 'NO_ADDRESS_TO_ITSELF', severity: 'WARNING', remedy: 'declare' } as const),
      ...{ subject: `Account ${accountId}`, field: ['accounts', '0', 'dedicatedAddress'] },
    };
    for (const message of ['all clients come through 9.9.9.1', 'TLS is impossible', 'browsers with SNI']) {
      expectViolated(noDedicatedAddresses, { spec: natCluster(dedicated) }, [{ ...expected, message }]);
    }
  });

  it('is silent while nothing is said of the device, and under PUBLIC', () => {
    const unsaid = natCluster((edited) => {
      edited.core.nat = null;
    });
    const reason = 'Nothing is declared of the NAT device yet (R-NET-NAT-4).';
    expectNotApplicable(noDedicatedAddresses, { spec: unsaid }, reason);
    const other = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(noDedicatedAddresses, { spec: publicCluster() }, other);
  });
});
