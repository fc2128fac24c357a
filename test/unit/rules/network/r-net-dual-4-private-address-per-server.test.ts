import { privateAddressPerServer } from '../../../../src/rules/network/r-net-dual-4-private-address-per-server.rule.js';
import { address, dualCluster, memberOf, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

const violation = {
  subject: `Host ${node1Id}`,
  code: 'NO_PRIVATE_ADDRESS',
  field: ['members', '1', 'addresses'],
  message: 'node1 declares no address on the private network (private)',
  remedy: 'declare',
} as const;

describe('R-NET-DUAL-4', () => {
  it('is met by servers that are all on the private network', () => {
    expectMet(privateAddressPerServer, { spec: dualCluster() });
  });

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)('misses the private address of a node (draft: %s: %s)', (draft, severity) => {
    const spec = dualCluster((edited) => {
      memberOf(edited, node1Id).addresses = [address('public', '9.9.9.12', 'HOST')];
    });
    expectViolated(privateAddressPerServer, { spec, draft }, [{ ...violation, severity }]);
  });

  it('is violated by an address on another private network than that of the quorum address', () => {
    const spec = dualCluster((edited) => {
      edited.core.networks.push({ name: 'backup', kind: 'PRIVATE', cidr: '10.0.1.0/24' });
      memberOf(edited, node1Id).addresses = [address('backup', '10.0.1.12', 'HOST')];
    });
    expectViolated(privateAddressPerServer, { spec }, [{ ...violation, severity: 'ERROR' }]);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(privateAddressPerServer, { spec: publicCluster() }, reason);
  });
});
