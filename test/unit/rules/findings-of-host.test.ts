import { findingsOfHost } from '../../../src/rules/findings-of-host.js';
import type { Evidence, Subject } from '../../../src/rules/rule.js';
import { aFinding } from './a-finding.js';
import { accountId, databaseHostId, databaseServerId, managerId, node1Id, publicCluster } from './clusters.js';
import { observedAt } from './host-facts.js';

const spec = publicCluster();

function seenOn(hostId: string): Evidence {
  return { hostId, probeId: 'x', command: 'x', answer: { exitCode: 0, stdout: '', stderr: '' }, observedAt };
}

function hostsOf(subject: Subject, ...evidence: readonly Evidence[]): readonly string[] {
  const findings = [aFinding({ subject, evidence })];
  return [managerId, node1Id, databaseHostId].filter((id) => findingsOfHost(findings, spec, id).length > 0);
}

describe('the findings of a host', () => {
  it('are those about it, its addresses and the database server that it stands for', () => {
    expect(hostsOf({ kind: 'Host', id: node1Id })).toEqual([node1Id]);
    expect(hostsOf({ kind: 'Address', id: '9.9.9.100' })).toEqual([managerId]);
    expect(hostsOf({ kind: 'DatabaseServer', id: databaseServerId })).toEqual([databaseHostId]);
  });

  it('are of another host what was seen on it of that one', () => {
    expect(hostsOf({ kind: 'Host', id: node1Id }, seenOn(managerId))).toEqual([node1Id]);
  });

  it.each([
    { kind: 'Cluster', id: 'shop' },
    { kind: 'Network', id: 'public' },
    { kind: 'Account', id: accountId },
    { kind: 'Address', id: '9.9.9.200' },
  ] as const)('are of $kind $id, which no host stands for, where they were seen', (subject) => {
    expect(hostsOf(subject)).toEqual([]);
    expect(hostsOf(subject, seenOn(managerId), seenOn(node1Id))).toEqual([managerId, node1Id]);
  });
});
