import { privateAddressPerNode } from '../../../../src/rules/network/r-net-nat-2-private-address-per-node.rule.js';
import { address, dualCluster, memberOf, natCluster, node2Id } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

describe('R-NET-NAT-2', () => {
  it('is met by nodes with a private address each', () => {
    expectMet(privateAddressPerNode, { spec: natCluster() });
  });

  it.each([
    ['none', [], false, 'ERROR'],
    ['none, in a draft', [], true, 'INFO'],
    ['a service address only', [address('private', '10.0.0.100', 'SERVICE')], false, 'ERROR'],
  ] as const)('is violated by a node with %s', (_, addresses, draft, severity) => {
    const spec = natCluster((edited) => {
      memberOf(edited, node2Id).addresses = [...addresses];
    });
    expectViolated(privateAddressPerNode, { spec, draft }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'NO_PRIVATE_ADDRESS', severity },
        ...{ field: ['members', '2', 'addresses'], message: 'Node node2 declares no private address' },
        remedy: 'declare',
      },
    ]);
  });

  it('is silent under PUBLIC_PRIVATE', () => {
    const reason = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC_PRIVATE.";
    expectNotApplicable(privateAddressPerNode, { spec: dualCluster() }, reason);
  });
});
