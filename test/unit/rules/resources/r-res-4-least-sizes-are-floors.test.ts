import { leastSizesAreFloors } from '../../../../src/rules/resources/r-res-4-least-sizes-are-floors.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { sized } from './sizes.js';

const spec = publicCluster();
const hosts = [managerId, node1Id, node2Id];

function goodFacts(): HostFacts {
  return hosts.reduce((facts, hostId) => sized(facts, hostId, { processors: 2, load: 1.9 }), new HostFacts());
}

describe('R-RES-4', () => {
  it('is met by the least size under little load, and by a large host under much', () => {
    expectMet(leastSizesAreFloors, { spec, facts: sized(goodFacts(), node1Id, { processors: 4, load: 9 }) });
  });

  it('is violated by the least size under heavy load', () => {
    const facts = sized(goodFacts(), node1Id, { processors: 2, load: 3.5 });
    expectViolated(leastSizesAreFloors, { spec, facts }, [
      {
        subject: `Host ${node1Id}`,
        code: 'FLOOR_UNDER_LOAD',
        severity: 'INFO',
        field: ['members', '1'],
        message: 'node1 has 2 processor(s), no more than the least, and over 15 minutes 3.5 programs ran or waited',
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = hosts.flatMap((hostId) => {
      const one = { subject: `Host ${hostId}`, lookAt: hostId };
      return [one, one];
    });
    expectUnknown(leastSizesAreFloors, { spec }, expected);
  });
});
