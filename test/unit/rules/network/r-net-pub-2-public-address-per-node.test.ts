import { publicAddressPerNode } from '../../../../src/rules/network/r-net-pub-2-public-address-per-node.rule.js';
import { address, dualCluster, memberOf, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

const violation = {
  subject: `Host ${node2Id}`,
  code: 'NO_PUBLIC_ADDRESS',
  field: ['members', '2', 'addresses'],
  message: 'Node node2 declares no public address',
  remedy: 'declare',
} as const;

describe('R-NET-PUB-2', () => {
  it('is met by nodes with a public address each', () => {
    expectMet(publicAddressPerNode, { spec: publicCluster() });
  });

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)('misses the address of a node without any (draft: %s: %s)', (draft, severity) => {
    const spec = publicCluster((edited) => {
      memberOf(edited, node2Id).addresses = [];
    });
    expectViolated(publicAddressPerNode, { spec, draft }, [{ ...violation, severity }]);
  });

  it('does not take a service address for one of its own', () => {
    const spec = publicCluster((edited) => {
      memberOf(edited, node2Id).addresses = [address('public', '9.9.9.100', 'SERVICE')];
    });
    expectViolated(publicAddressPerNode, { spec }, [{ ...violation, severity: 'ERROR' }]);
  });

  it('is silent under PUBLIC_PRIVATE', () => {
    const reason = "The rule is about topology PUBLIC; this cluster's is PUBLIC_PRIVATE.";
    expectNotApplicable(publicAddressPerNode, { spec: dualCluster() }, reason);
  });
});
