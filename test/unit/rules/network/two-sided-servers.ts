import type { Rule } from '../../../../src/rules/rule.js';
import { dualCluster, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectNotApplicable, expectUnknown } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { withLinks } from '../printed-links.js';

/** A cluster with a public and a private network. */
export const spec = dualCluster();

/** Every server has a card for each network. */
export function cardsApart(): HostFacts {
  const facts = new HostFacts();
  [managerId, node1Id, node2Id].forEach((hostId, index) => {
    const front = { name: 'eth0', holds: [`9.9.9.${11 + index}`] };
    withLinks(facts, hostId, front, { name: 'eth1', holds: [`10.0.0.${11 + index}`] });
  });
  return facts;
}

/** What a warning about node2 says of itself. */
export const ofNode2 = {
  subject: `Host ${node2Id}`,
  severity: 'WARNING',
  field: ['members', '2'],
  remedy: 'declare',
} as const;

/** Both questions of each server are open, and clusters with one network are none of the rule's. */
export function describeWithoutLinks(rule: Rule): void {
  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].flatMap((hostId) =>
      Array.from({ length: 2 }, () => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
    expectUnknown(rule, { spec }, expected);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(rule, { spec: publicCluster() }, reason);
  });
}
