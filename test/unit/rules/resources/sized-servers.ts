import type { Probe } from '../../../../src/probes/probe.js';
import type { Rule } from '../../../../src/rules/rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectUnknown } from '../harness.js';
import { HostFacts } from '../host-facts.js';

export const spec = publicCluster();
const servers = [managerId, node1Id, node2Id];

/** Every server answers the same. */
export function allAnswer(probe: Probe<unknown>, text: string): HostFacts {
  const facts = new HostFacts();
  for (const hostId of servers) facts.answer(hostId, probe, text);
  return facts;
}

/** What a warning about node2 says of itself. */
export const ofNode2 = {
  subject: `Host ${node2Id}`,
  severity: 'WARNING',
  field: ['members', '2'],
  remedy: 'declare',
} as const;

export function describeWithoutLooks(rule: Rule): void {
  it('is unknown without looks', () => {
    expectUnknown(
      rule,
      { spec },
      servers.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
  });
}
