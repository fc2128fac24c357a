import { addresses } from '../../../../src/probes/network/addresses.js';
import { routeTo } from '../../../../src/probes/network/route-to.js';
import { quorumReachable } from '../../../../src/rules/network/r-net-2-quorum-reachable.rule.js';
import { address, managerId, memberOf, node1Id, node2Id, publicCluster } from '../clusters.js';
import { HostFacts } from '../host-facts.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';

const quorum = '9.9.9.10';

function held(...texts: readonly string[]): string {
  const addr_info = texts.map((local) => ({ family: 'inet', local, prefixlen: 24, scope: 'global' }));
  return JSON.stringify([{ ifname: 'eth0', flags: ['UP'], address: '02:00:00:00:00:01', addr_info }]);
}

function route(more: object): string {
  return JSON.stringify([{ dst: quorum, dev: 'eth0', prefsrc: '9.9.9.12', ...more }]);
}

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, addresses(), held('9.9.9.11', quorum))
    .answer(node1Id, routeTo(quorum), route({}))
    .answer(node2Id, routeTo(quorum), route({}));
}

describe('R-NET-2 at declared', () => {
  it('is met by a quorum address that the manager declares', () => {
    expectMet(quorumReachable, { spec: publicCluster(), moment: 'declared' });
  });

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)('misses a quorum address that is not chosen (draft: %s: %s)', (draft, severity) => {
    const spec = publicCluster((edited) => {
      edited.core.quorumAddress = null;
    });
    expectViolated(quorumReachable, { spec, draft, moment: 'declared' }, [
      {
        subject: 'Cluster shop',
        code: 'NO_QUORUM',
        severity,
        field: ['quorumAddress'],
        message: 'has no quorum address',
        remedy: 'declare',
      },
    ]);
  });

  it('is violated by a quorum address that the manager does not declare so', () => {
    const spec = publicCluster((edited) => {
      edited.core.quorumAddress = '9.9.9.11';
    });
    expectViolated(quorumReachable, { spec, moment: 'declared' }, [
      {
        subject: 'Address 9.9.9.11',
        code: 'QUORUM_NOT_ON_MANAGER',
        severity: 'ERROR',
        field: ['quorumAddress'],
        message: 'declared so: 9.9.9.10',
        remedy: 'declare',
      },
      {
        subject: 'Address 9.9.9.10',
        code: 'SECOND_QUORUM',
        severity: 'ERROR',
        field: ['members', '0', 'addresses', '1', 'purpose'],
        message: '9.9.9.10 of manager has purpose QUORUM',
        remedy: 'declare',
      },
    ]);
  });

  it('is violated by a node with a quorum address', () => {
    const spec = publicCluster((edited) => {
      memberOf(edited, node1Id).addresses.push(address('public', '9.9.9.20', 'QUORUM'));
    });
    expectViolated(quorumReachable, { spec, moment: 'declared' }, [
      {
        subject: 'Address 9.9.9.20',
        code: 'SECOND_QUORUM',
        severity: 'ERROR',
        field: ['members', '1', 'addresses', '1', 'purpose'],
        message: '9.9.9.20 of node1',
        remedy: 'declare',
      },
    ]);
  });
});

describe('R-NET-2 at after', () => {
  it('is met when the manager holds the address and every node is its neighbour', () => {
    expectMet(quorumReachable, { spec: publicCluster(), facts: goodFacts(), moment: 'after' });
  });

  it('is violated when the manager does not hold it', () => {
    const facts = goodFacts().answer(managerId, addresses(), held('9.9.9.11'));
    expectViolated(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [
      {
        subject: `Host ${managerId}`,
        code: 'QUORUM_NOT_BOUND',
        severity: 'ERROR',
        field: ['quorumAddress'],
        message: 'manager does not hold the quorum address 9.9.9.10',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is violated by nodes that go through a gateway, have no route, or hold the address themselves', () => {
    const violation = { severity: 'ERROR', field: ['members', '1'], subject: `Host ${node1Id}` } as const;
    const viaGateway = goodFacts().answer(node1Id, routeTo(quorum), route({ gateway: '9.9.9.1' }));
    expectViolated(quorumReachable, { spec: publicCluster(), facts: viaGateway, moment: 'after' }, [
      { ...violation, code: 'QUORUM_BEHIND_GATEWAY', message: 'through 9.9.9.1', remedy: 'declare' },
    ]);
    const noRoute = goodFacts().answer(node1Id, routeTo(quorum), {
      exitCode: 2,
      stderr: 'RTNETLINK answers: Network is unreachable',
    });
    expectViolated(quorumReachable, { spec: publicCluster(), facts: noRoute, moment: 'after' }, [
      { ...violation, code: 'NO_ROUTE', message: 'node1 has no route', remedy: 'declare' },
    ]);
    const own = goodFacts().answer(node1Id, routeTo(quorum), route({ type: 'local', dev: 'lo' }));
    expectViolated(quorumReachable, { spec: publicCluster(), facts: own, moment: 'after' }, [
      { ...violation, code: 'NODE_HOLDS_QUORUM', message: 'node1 itself holds', remedy: 'repairCluster' },
    ]);
  });

  it('is unknown for hosts that were not looked at', () => {
    expectUnknown(
      quorumReachable,
      { spec: publicCluster(), moment: 'after' },
      [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
  });
});
