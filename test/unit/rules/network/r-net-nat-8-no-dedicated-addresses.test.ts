import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { noDedicatedAddresses } from '../../../../src/rules/network/r-net-nat-8-no-dedicated-addresses.rule.js';
import {
  accountId,
  edits,
  managerId,
  memberOf,
  natCluster,
  publicCluster,
  withDedicated,
  withNat,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

const dedicated = withDedicated('10.0.0.100');
const two = withNat({ publicAddresses: ['9.9.9.1', '9.9.9.2'] });

/** Another service address. */
function second(spec: ClusterSpec): void {
  memberOf(spec, managerId).addresses.push({ network: 'private', address: '10.0.0.101', purpose: 'SERVICE' });
}

describe('R-NET-NAT-8', () => {
  it('is met by accounts that share, and by an address that a public address of its own leads to', () => {
    expectMet(noDedicatedAddresses, { spec: natCluster() });
    for (const address of ['10.0.0.100', '10.0.0.101']) {
      expectMet(noDedicatedAddresses, { spec: natCluster(edits(withDedicated(address), second, two)) });
    }
  });

  const ofAccount = {
    ...{ subject: `Account ${accountId}`, field: ['accounts', '0', 'dedicatedAddress'] },
    ...({ severity: 'WARNING', remedy: 'declare' } as const),
  };

  it.each(['10.0.0.100', '10.0.0.101'])('warns of %s where two public addresses lead to one address', (address) => {
    const onePlace = withNat({ mode: 'PORT_FORWARDING', forwardTarget: '10.0.0.100' });
    const spec = natCluster(edits(withDedicated(address), second, two, onePlace));
    const message = `wants ${address} for itself, yet all clients come through 9.9.9.1, 9.9.9.2. `;
    expectViolated(noDedicatedAddresses, { spec }, [{ ...ofAccount, code: 'NO_ADDRESS_TO_ITSELF', message }]);
  });

  it('warns of an address that none of several public addresses leads to', () => {
    const spec = natCluster(edits(withDedicated('10.0.0.102'), second, two));
    const message = 'wants 10.0.0.102 for itself, yet none of the public addresses (9.9.9.1, 9.9.9.2) leads there';
    expectViolated(noDedicatedAddresses, { spec }, [{ ...ofAccount, code: 'ADDRESS_NOT_LED_TO', message }]);
  });

  it('warns of an account that wants one for itself, with both views', () => {
    const expected = { ...ofAccount, code: 'NO_ADDRESS_TO_ITSELF' };
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
    const nowhere = natCluster(withNat({ mode: 'PORT_FORWARDING', forwardTarget: null }));
    expectNotApplicable(
      noDedicatedAddresses,
      { spec: nowhere },
      'The value does not say yet to which address the NAT device leads clients (R-NET-NAT-4).',
    );
    const other = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(noDedicatedAddresses, { spec: publicCluster() }, other);
  });
});
