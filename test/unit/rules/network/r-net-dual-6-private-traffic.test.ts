import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { nodeLogDirectory } from '../../../../src/probes/logs/log-paths.js';
import { routeTo } from '../../../../src/probes/network/route-to.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { privateTraffic } from '../../../../src/rules/network/r-net-dual-6-private-traffic.rule.js';
import {
  address,
  dualCluster,
  fileServerId,
  managerId,
  memberOf,
  node1Id,
  node2Id,
  publicCluster,
  withFileServer,
  withSite,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';

const database = '10.0.0.14';
const all = [managerId, node1Id, node2Id];

function cluster(edit: (spec: ClusterSpec) => void = () => undefined): ClusterSpec {
  return dualCluster((spec) => {
    withSite('NGINX', 'bakery.example')(spec);
    spec.databaseServers = spec.databaseServers.map((server) => ({ ...server, address: database }));
    edit(spec);
  });
}

const route = (source: string, dst = database): string => JSON.stringify([{ dst, dev: 'eth1', prefsrc: source }]);
const logServers = ['10.0.0.12', '10.0.0.13'];
const logsFrom = (nodeId: string, server: string): ReturnType<typeof nfsMount> =>
  nfsMount(server, { target: nodeLogDirectory(nodeId), source: `${server}:/var/log/hostwright/web` });

function goodFacts(): HostFacts {
  const facts = new HostFacts()
    .answer(managerId, mounts(), mountInfo(logsFrom(node1Id, '10.0.0.12'), logsFrom(node2Id, '10.0.0.13')))
    .answer(node1Id, mounts(), mountInfo(nfsMount('10.0.0.10')))
    .answer(node2Id, mounts(), mountInfo(nfsMount('10.0.0.10')));
  all.forEach((hostId, index) => facts.answer(hostId, routeTo(database), route(`10.0.0.${11 + index}`)));
  for (const server of logServers) facts.answer(managerId, routeTo(server), route('10.0.0.11', server));
  return facts;
}

const spec = cluster();
const warning = { severity: 'WARNING', remedy: 'declare' } as const;
const ofNode2 = { ...warning, subject: `Host ${node2Id}`, field: ['members', '2'] } as const;

describe('R-NET-DUAL-6', () => {
  it('is met where mounts and routes are on the private side', () => {
    expectMet(privateTraffic, { spec, facts: goodFacts() });
  });

  it('is met where nothing is mounted and no way leads to the server: other rules tell that', () => {
    const facts = goodFacts()
      .answer(node2Id, mounts(), mountInfo())
      .answer(node2Id, routeTo(database), { exitCode: 2, stderr: 'RTNETLINK answers: Network is unreachable' });
    expectMet(privateTraffic, { spec, facts });
  });

  it('is met by a server on the manager itself', () => {
    const own = JSON.stringify([{ type: 'local', dst: database, dev: 'lo', prefsrc: database }]);
    expectMet(privateTraffic, { spec, facts: goodFacts().answer(managerId, routeTo(database), own) });
  });

  it('warns of user storage that is mounted over the public side', () => {
    const facts = goodFacts().answer(node2Id, mounts(), mountInfo(nfsMount('9.9.9.11')));
    expectViolated(privateTraffic, { spec, facts }, [
      { ...ofNode2, code: 'NFS_ON_PUBLIC_SIDE', message: 'node2 mounts user storage at /chroot from 9.9.9.11' },
    ]);
  });

  it('warns of logs that are read over the public side', () => {
    const facts = goodFacts().answer(
      managerId,
      mounts(),
      mountInfo(logsFrom(node1Id, '9.9.9.12'), logsFrom(node2Id, '10.0.0.13')),
    );
    expectViolated(privateTraffic, { spec, facts }, [
      {
        ...{ ...warning, subject: `Host ${managerId}`, field: ['members', '0'], code: 'NFS_ON_PUBLIC_SIDE' },
        message: 'manager mounts the logs of a node',
      },
    ]);
  });

  it('warns of MySQL connections that leave by the public side', () => {
    const facts = goodFacts().answer(node2Id, routeTo(database), route('9.9.9.13'));
    expectViolated(privateTraffic, { spec, facts }, [
      {
        ...{ ...ofNode2, code: 'MYSQL_ON_PUBLIC_SIDE', remedy: { command: 'ip route get 10.0.0.14' } },
        message: 'node2 connects to database server db1 at 10.0.0.14 over eth1 from 9.9.9.13',
      },
    ]);
  });

  it('asks for another address of a database server that is registered by a public one', () => {
    const publicly = cluster((edited) => {
      edited.databaseServers = edited.databaseServers.map((server) => ({ ...server, address: '9.9.9.14' }));
    });
    const facts = goodFacts();
    for (const hostId of all) facts.answer(hostId, routeTo('9.9.9.14'), route('10.0.0.11', '9.9.9.14'));
    facts.answer(node2Id, routeTo('9.9.9.14'), route('9.9.9.13', '9.9.9.14'));
    expectViolated(privateTraffic, { spec: publicly, facts }, [
      {
        ...{ ...ofNode2, code: 'MYSQL_ON_PUBLIC_SIDE', remedy: { declare: 'Register db1 by an address' } },
        message: 'node2 connects to database server db1 at 9.9.9.14',
      },
    ]);
  });

  it('warns of the logs of a node to which a route leads the manager over the public side', () => {
    const facts = goodFacts().answer(managerId, routeTo('10.0.0.13'), route('9.9.9.11', '10.0.0.13'));
    expectViolated(privateTraffic, { spec, facts }, [
      {
        ...{ ...warning, subject: `Host ${managerId}`, field: ['members', '0'], code: 'NFS_ROUTED_BY_PUBLIC_SIDE' },
        message: 'manager connects to the logs of a node at 10.0.0.13 over eth1 from 9.9.9.11',
        remedy: { command: 'ip route get 10.0.0.13' },
      },
    ]);
  });

  describe('with user storage on a file server', () => {
    const files = '10.0.0.21';
    const filesAt = (network: string, at: string) => (edited: ClusterSpec) => {
      withFileServer(edited);
      memberOf(edited, fileServerId).addresses = [address(network, at, 'HOST')];
    };
    const external = cluster(filesAt('private', files));
    const facts = (): HostFacts => {
      const good = goodFacts();
      for (const hostId of all) good.answer(hostId, routeTo(files), route('10.0.0.11', files));
      return good;
    };

    it('is met where every route to it is private', () =>
      expectMet(privateTraffic, { spec: external, facts: facts() }));

    it.each(all)('warns of a route that leads %s there over the public side', (hostId) => {
      const astray = facts().answer(hostId, routeTo(files), route('9.9.9.13', files));
      const index = all.indexOf(hostId);
      expectViolated(privateTraffic, { spec: external, facts: astray }, [
        {
          ...{
            ...warning,
            subject: `Host ${hostId}`,
            field: ['members', `${index}`],
            code: 'NFS_ROUTED_BY_PUBLIC_SIDE',
          },
          message: `connects to user storage at ${files} over eth1 from 9.9.9.13`,
          remedy: { command: `ip route get ${files}` },
        },
      ]);
    });

    it('asks for no route to one at a public address, of which the mounts tell', () => {
      const looks = privateTraffic.looks(cluster(filesAt('public', '9.9.9.21')));
      expect(looks.map(({ probe }) => probe.id)).not.toContain(routeTo('9.9.9.21').id);
    });
  });

  it('asks for no way to a server that is named, and to none that the cluster does not use', () => {
    const named = cluster((edited) => {
      edited.databaseServers = edited.databaseServers.map((server) => ({ ...server, address: 'db1.example' }));
    });
    const unused = cluster((edited) => {
      edited.core.databaseServers = [];
    });
    for (const one of [named, unused]) {
      const asked = new Set(privateTraffic.looks(one).map(({ probe }) => probe.id));
      expect(asked).toEqual(new Set([mounts().id, ...logServers.map((server) => routeTo(server).id)]));
    }
  });

  it('is unknown without looks', () => {
    const expected = all.flatMap((hostId) =>
      Array.from({ length: hostId === managerId ? 2 + logServers.length : 2 }, () => ({
        subject: `Host ${hostId}`,
        lookAt: hostId,
      })),
    );
    expectUnknown(privateTraffic, { spec }, expected);
  });

  it('is unknown where no source address is told', () => {
    const facts = goodFacts().answer(node2Id, routeTo(database), JSON.stringify([{ dst: database, dev: 'eth1' }]));
    expectUnknown(privateTraffic, { spec, facts }, [{ subject: `Host ${node2Id}`, lookAt: node2Id }]);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(privateTraffic, { spec: publicCluster() }, reason);
  });
});
