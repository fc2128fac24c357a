import { hostId } from '../../../../src/domain/ids.js';
import { strongHostsTakeMore } from '../../../../src/rules/resources/r-res-6-strong-hosts-take-more.rule.js';
import { balanced, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { sized } from './sizes.js';

/** The nodes share port 80, node2 with this weight. */
function sharing(weight: number) {
  const weights = [
    { hostId: hostId.parse(managerId), weight: 0 },
    { hostId: hostId.parse(node2Id), weight },
  ];
  return publicCluster(balanced({ port: 80, weights }));
}

function having(node1: number, node2: number): HostFacts {
  return sized(sized(new HostFacts(), node1Id, { processors: node1 }), node2Id, { processors: node2 });
}

describe('R-RES-6', () => {
  it('is met by hosts of about one size, and by a strong one with the greater weight', () => {
    expectMet(strongHostsTakeMore, { spec: sharing(1), facts: having(4, 6) });
    expectMet(strongHostsTakeMore, { spec: sharing(4), facts: having(2, 8) });
  });

  it('names a strong host that is sent no more than a weak one', () => {
    expectViolated(strongHostsTakeMore, { spec: sharing(1), facts: having(2, 8) }, [
      {
        subject: `Host ${node2Id}`,
        code: 'SAME_SHARE',
        severity: 'INFO',
        field: ['members', '2'],
        message: 'node2 has 8 processors, node1 has 2, and node2 is sent no more',
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown without looks at those that serve', () => {
    const expected = [node1Id, node2Id].map((id) => ({ subject: `Host ${id}`, lookAt: id }));
    expectUnknown(strongHostsTakeMore, { spec: sharing(1) }, expected);
  });

  it('is silent where no two hosts share a service', () => {
    const reason = 'Fewer than two hosts share a balanced service.';
    expectNotApplicable(strongHostsTakeMore, { spec: publicCluster() }, reason);
  });
});
