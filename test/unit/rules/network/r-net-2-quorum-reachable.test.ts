import { addresses } from '../../../../src/probes/network/addresses.js';
import { routeTo } from '../../../../src/probes/network/route-to.js';
import { tcpConnection } from '../../../../src/probes/network/tcp-connection.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { quorumReachable } from '../../../../src/rules/network/r-net-2-quorum-reachable.rule.js';
import refused from '../../probes/fixtures/tcp-connection/refused.json';
import silent from '../../probes/fixtures/tcp-connection/silent.json';
import unreachable from '../../probes/fixtures/tcp-connection/unreachable.json';
import {
  address,
  clusterId,
  dualCluster,
  managerId,
  memberOf,
  node1Id,
  node2Id,
  publicCluster,
  withFileServer,
} from '../clusters.js';
import { held } from '../held-addresses.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { rpcInfo } from '../rpc-info.js';

const quorum = '9.9.9.10';
const nfs = tcpConnection(quorum, 2049);
const ssh = tcpConnection(quorum, 22);
const earlier = new Date(observedAt.getTime() - 60_000);

function route(prefsrc: string, more: object = {}): string {
  return JSON.stringify([{ dst: quorum, dev: 'eth0', prefsrc, ...more }]);
}

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, addresses(), held('9.9.9.11', quorum))
    .answer(node1Id, routeTo(quorum), route('9.9.9.12'))
    .answer(node2Id, routeTo(quorum), route('9.9.9.13'))
    .answer(node1Id, nfs, '')
    .answer(node2Id, nfs, '');
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

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)(
    'misses the address of a node in the network of the quorum address (draft: %s: %s)',
    (draft, severity) => {
      const spec = dualCluster((edited) => {
        memberOf(edited, node1Id).addresses = [address('public', '9.9.9.12', 'HOST')];
        memberOf(edited, node2Id).addresses = [];
      });
      const violation = { code: 'NOT_IN_QUORUM_NETWORK', severity, remedy: 'declare' } as const;
      expectViolated(quorumReachable, { spec, draft, moment: 'declared' }, [
        {
          ...violation,
          subject: `Host ${node1Id}`,
          field: ['members', '1', 'addresses'],
          message: 'Node node1 declares no address with purpose HOST in network private',
        },
        {
          ...violation,
          subject: `Host ${node2Id}`,
          field: ['members', '2', 'addresses'],
          message: 'Node node2 declares no address with purpose HOST in network private',
        },
      ]);
    },
  );

  it('does not take a service address for one of the node itself', () => {
    const spec = dualCluster((edited) => {
      memberOf(edited, node1Id).addresses = [
        address('public', '9.9.9.12', 'HOST'),
        address('private', '10.0.0.12', 'SERVICE'),
      ];
    });
    expectViolated(quorumReachable, { spec, moment: 'declared' }, [
      {
        subject: `Host ${node1Id}`,
        code: 'NOT_IN_QUORUM_NETWORK',
        severity: 'ERROR',
        field: ['members', '1', 'addresses'],
        message: 'Node node1',
        remedy: 'declare',
      },
    ]);
  });
});

describe('R-NET-2 at after', () => {
  it('is met when the manager holds the address and every node connects to it as a neighbour', () => {
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
    const viaGateway = goodFacts().answer(node1Id, routeTo(quorum), route('9.9.9.12', { gateway: '9.9.9.1' }));
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
    const own = goodFacts().answer(node1Id, routeTo(quorum), route(quorum, { type: 'local', dev: 'lo' }));
    expectViolated(quorumReachable, { spec: publicCluster(), facts: own, moment: 'after' }, [
      {
        ...violation,
        code: 'NODE_HOLDS_QUORUM',
        message: 'node1 itself holds',
        remedy: { command: 'ip address show to 9.9.9.10' },
      },
    ]);
  });

  it('is violated once by a node without a route, whose connection fails for that', () => {
    const facts = goodFacts()
      .answer(node1Id, routeTo(quorum), { exitCode: 2, stderr: 'RTNETLINK answers: Network is unreachable' })
      .answer(node1Id, nfs, unreachable);
    const violation = { severity: 'ERROR', field: ['members', '1'], subject: `Host ${node1Id}` } as const;
    expectViolated(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [
      { ...violation, code: 'NO_ROUTE', message: 'node1 has no route', remedy: 'declare' },
    ]);
  });

  it('is violated by a node that connects from an address which it does not declare', () => {
    const facts = goodFacts().answer(node1Id, routeTo(quorum), route('9.9.9.13'));
    expectViolated(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [
      {
        subject: `Host ${node1Id}`,
        code: 'UNDECLARED_SOURCE',
        severity: 'ERROR',
        field: ['members', '1', 'addresses'],
        message: 'node1 connects to the quorum address 9.9.9.10 from 9.9.9.13; declared for that is: 9.9.9.12.',
        remedy: 'declare',
      },
    ]);
  });

  it('asks for the declared address in the network of the quorum address', () => {
    const way = routeTo('10.0.0.10');
    const port = tcpConnection('10.0.0.10', 2049);
    const facts = new HostFacts()
      .answer(managerId, addresses(), held('10.0.0.10'))
      .answer(node1Id, way, route('10.0.0.12'))
      .answer(node2Id, way, route('10.0.0.13'))
      .answer(node1Id, port, '')
      .answer(node2Id, port, '');
    expectMet(quorumReachable, { spec: dualCluster(), facts, moment: 'after' });
    facts.answer(node2Id, way, route('9.9.9.13'));
    expectViolated(quorumReachable, { spec: dualCluster(), facts, moment: 'after' }, [
      {
        subject: `Host ${node2Id}`,
        code: 'UNDECLARED_SOURCE',
        severity: 'ERROR',
        field: ['members', '2', 'addresses'],
        message: 'from 9.9.9.13; declared for that is: 10.0.0.13.',
        remedy: 'declare',
      },
    ]);
  });

  it.each([
    ['refused', refused, 'it is refused'],
    ['silent', silent, 'nobody answers within 3 s'],
    ['unreachable', unreachable, 'there is no way to it'],
  ])('is violated by a node whose connection to the NFS server is %s', (_, answer, why) => {
    const facts = goodFacts().answer(node2Id, nfs, answer);
    expectViolated(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [
      {
        subject: `Host ${node2Id}`,
        code: 'NO_CONNECTION',
        severity: 'ERROR',
        field: ['members', '2'],
        message: `node2 cannot connect to port 2049 of the quorum address 9.9.9.10: ${why}.`,
        remedy: ['repairCluster', 'observeHosts', { command: 'nft list ruleset' }],
      },
    ]);
  });

  it('names the NFS server of the manager where that is why, with what the manager showed of it', () => {
    const facts = goodFacts().answer(node2Id, nfs, refused).answer(managerId, ownRpcPrograms(), rpcInfo('lockStatus'));
    expectViolated(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [
      {
        subject: `Host ${node2Id}`,
        code: 'NO_NFS',
        severity: 'ERROR',
        field: ['members', '2'],
        message:
          'node2 cannot connect to port 2049 of the quorum address 9.9.9.10: it is refused, as manager offers no NFS (its NFS server does not run).',
        remedy: ['repairCluster', { command: 'systemctl restart nfs-server' }],
      },
    ]);
    const context = { spec: publicCluster(), moment: 'after', draft: false, clusterId } as const;
    const findings = quorumReachable.judge({ ...context, facts: facts.at(observedAt) });
    expect(findings.find(({ verdict }) => verdict === 'VIOLATED')).toMatchObject({
      evidence: [{ hostId: node2Id }, { hostId: managerId, probeId: ownRpcPrograms().id }],
      remedies: [
        { mutation: 'repairCluster' },
        { hostId: managerId, command: 'systemctl enable nfs-server && systemctl restart nfs-server' },
      ],
    });
  });

  it('is unknown where the route names no source, or the node has no bash to connect with', () => {
    const facts = goodFacts()
      .answer(node1Id, routeTo(quorum), JSON.stringify([{ dst: quorum, dev: 'eth0' }]))
      .answer(node2Id, nfs, { exitCode: 127, stderr: "timeout: failed to run command 'bash'" });
    expectUnknown(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [
      { subject: `Host ${node1Id}`, lookAt: node1Id },
      { subject: `Host ${node2Id}`, installFirst: 'bash' },
    ]);
  });

  it('does not count a connection that failed before the manager was looked at, or without such a look', () => {
    const facts = goodFacts().answer(node1Id, nfs, silent, earlier);
    const unknownNode = { subject: `Host ${node1Id}`, lookAt: node1Id };
    expectUnknown(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [unknownNode]);
    facts.answer(managerId, addresses(), { exitCode: 127 }).answer(node1Id, nfs, silent);
    expectUnknown(quorumReachable, { spec: publicCluster(), facts, moment: 'after' }, [
      { subject: `Host ${managerId}`, installFirst: 'iproute2' },
      unknownNode,
    ]);
    const atLast = goodFacts().answer(managerId, addresses(), held(quorum), earlier).answer(node1Id, nfs, silent);
    expectViolated(quorumReachable, { spec: publicCluster(), facts: atLast, moment: 'after' }, [
      {
        subject: `Host ${node1Id}`,
        code: 'NO_CONNECTION',
        severity: 'ERROR',
        field: ['members', '1'],
        message: 'node1 cannot connect to port 2049',
        remedy: ['repairCluster', 'observeHosts', { command: 'nft list ruleset' }],
      },
    ]);
  });

  it('is unknown for hosts that were not looked at', () => {
    expectUnknown(
      quorumReachable,
      { spec: publicCluster(), moment: 'after' },
      // Of a node neither the route nor the connection.
      [managerId, node1Id, node1Id, node2Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
  });
});

describe('R-NET-2 at after, where a file server holds user storage', () => {
  const moment = 'after';
  const spec = publicCluster(withFileServer);

  function sshFacts(): HostFacts {
    return goodFacts().answer(node1Id, ssh, '').answer(node2Id, ssh, '').answer(node1Id, nfs, refused);
  }

  it('is met by nodes that connect to the SSH server: the manager serves no NFS', () => {
    expectMet(quorumReachable, { spec, facts: sshFacts(), moment });
  });

  it('is unknown where the port is closed: SSH may be served at another', () => {
    const facts = sshFacts().answer(node1Id, ssh, refused);
    expectUnknown(quorumReachable, { spec, facts, moment }, [{ subject: `Host ${node1Id}`, lookAt: node1Id }]);
  });

  it('is violated where nobody answers', () => {
    const facts = sshFacts().answer(node1Id, ssh, silent);
    expectViolated(quorumReachable, { spec, facts, moment }, [
      {
        subject: `Host ${node1Id}`,
        code: 'NO_CONNECTION',
        severity: 'ERROR',
        field: ['members', '1'],
        message: 'node1 cannot connect to port 22 of the quorum address 9.9.9.10: nobody answers within 3 s.',
        remedy: ['repairCluster', { command: 'nft list ruleset' }],
      },
    ]);
  });
});
