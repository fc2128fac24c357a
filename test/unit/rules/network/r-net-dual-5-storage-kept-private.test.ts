import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { triedFromOutside } from '../../../../src/proofs/network/kept-private.proof.js';
import { blocking } from '../../../../src/rules/blocking.js';
import { storageKeptPrivate } from '../../../../src/rules/network/r-net-dual-5-storage-kept-private.rule.js';
import {
  address,
  clusterId,
  databaseServerId,
  dualCluster,
  edits,
  fileServerId,
  managerId,
  memberOf,
  node1Id,
  publicCluster,
  withFileServer,
  withLocalDatabase,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const databaseAt =
  (text: string) =>
  (spec: ClusterSpec): void => {
    spec.databaseServers = spec.databaseServers.map((server) => ({ ...server, address: text }));
  };
const keptDatabase = `kept:${databaseServerId}`;
const keptFiles = `kept:${fileServerId}`;
const privateDatabase = databaseAt('10.0.0.14');

describe('R-NET-DUAL-5', () => {
  it('is met by a file server and a database server with private addresses', () => {
    const spec = dualCluster(
      edits(privateDatabase, withFileServer, (edited) => {
        memberOf(edited, fileServerId).addresses = [address('private', '10.0.0.15', 'HOST')];
      }),
    );
    expectMet(storageKeptPrivate, { spec, moment: 'declared' });
  });

  it.each(['10.9.0.14', 'fd00::14'])('is met by a database server at %s, in no declared network', (text) => {
    expectMet(storageKeptPrivate, { spec: dualCluster(databaseAt(text)), moment: 'declared' });
  });

  it("leaves the manager's own server to the rules about the quorum address", () => {
    const spec = dualCluster(
      edits((edited) => {
        edited.core.quorumAddress = '9.9.9.11';
      }, withLocalDatabase),
    );
    expectMet(storageKeptPrivate, { spec, moment: 'declared' });
  });

  it('warns of a file server with a public address', () => {
    expectViolated(
      storageKeptPrivate,
      { spec: dualCluster(edits(privateDatabase, withFileServer)), moment: 'declared' },
      [
        {
          ...{ subject: `Host ${fileServerId}`, code: 'PUBLIC_ADDRESS', severity: 'WARNING' },
          ...{ field: ['members', '3', 'addresses', '0'], message: 'files has the public address 9.9.9.15' },
          remedy: 'declare',
        },
      ],
    );
  });

  it.each(['9.9.9.14', '8.8.8.8', '2620:fe::14'])('warns of a database server at %s', (text) => {
    expectViolated(storageKeptPrivate, { spec: dualCluster(databaseAt(text)), moment: 'declared' }, [
      {
        ...{ subject: `DatabaseServer ${databaseServerId}`, code: 'PUBLIC_DATABASE', severity: 'WARNING' },
        ...{ field: ['databaseServers'], message: `db1 is used at the public address ${text}`, remedy: 'declare' },
      },
    ]);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(storageKeptPrivate, { spec: publicCluster(), moment: 'declared' }, reason);
  });

  describe('as it was tried from outside', () => {
    const [first, second] = ['ca', 'cb'].map((end) => `01900000-0000-7000-8000-0000000000${end}`);
    const spec = dualCluster(
      edits(privateDatabase, withFileServer, (edited) => {
        memberOf(edited, fileServerId).addresses = [address('private', '10.0.0.15', 'HOST')];
      }),
    );
    const served = 'served 9.9.9.11 22 open';
    const silent = [
      `${keptDatabase} 10.0.0.14 3306 silent`,
      `${keptFiles} 10.0.0.15 2049 silent`,
      `${keptFiles} 10.0.0.15 111 refused`,
    ];
    const tried = (...lines: readonly string[]): HostFacts =>
      new HostFacts().triedFromOutside(first ?? '', triedFromOutside(managerId), ['from 8.8.4.4', ...lines].join('\n'));

    it('says nothing until somebody tried, and is met where there is nothing to be tried', () => {
      const reason = { code: 'NEVER_TRIED', text: expect.stringContaining('proveCluster does with KEPT_PRIVATE') };
      expectNotApplicable(storageKeptPrivate, { spec, moment: 'after' }, { ...reason, parameters: {} });
      const alone = dualCluster(({ core, accounts, databaseServers }) => {
        core.databaseServers = [];
        databaseServers.length = 0;
        accounts.length = 0;
      });
      expectMet(storageKeptPrivate, { spec: alone, moment: 'after' });
    });

    it('is unknown once the last try is a day old', () => {
      const later = new Date(observedAt.getTime() + 86_401_000);
      const context = { spec, moment: 'after', draft: false, clusterId } as const;
      const remedies = [{ title: expect.stringContaining('Prove KEPT_PRIVATE from a vantage') }];
      const unknown = { verdict: 'UNKNOWN', messageCode: 'TOO_OLD', remedies };
      const found = storageKeptPrivate.judge({ ...context, facts: tried(served, ...silent).at(later) });
      expect(found).toMatchObject([
        { ...unknown, subject: { id: databaseServerId } },
        { ...unknown, subject: { id: fileServerId } },
      ]);
      expect(blocking(found, [])).toEqual([]);
    });

    it('is met where nobody answered but what is served', () => {
      expectMet(storageKeptPrivate, { spec, moment: 'after', facts: tried(served, ...silent) });
      const context = { spec, moment: 'after', draft: false, clusterId: null } as const;
      const found = storageKeptPrivate.judge({ ...context, facts: tried(served, ...silent).at(observedAt) });
      expect(found.map(({ verdict, subjectName, evidence }) => [verdict, subjectName, evidence[0]?.hostId])).toEqual([
        ['MET', 'db1', first],
        ['MET', 'files', first],
      ]);
    });

    it('warns of each server that took connections, and goes by the last one who tried', () => {
      const open = tried(
        served,
        `${keptDatabase} 10.0.0.14 3306 open`,
        `${keptFiles} 10.0.0.15 2049 open`,
        `${keptFiles} 10.0.0.15 111 open`,
      );
      const from = 'took connections of 8.8.4.4, which is outside, at';
      expectViolated(storageKeptPrivate, { spec, moment: 'after', facts: open }, [
        {
          ...{ subject: `DatabaseServer ${databaseServerId}`, code: 'REACHED_FROM_OUTSIDE', severity: 'WARNING' },
          ...{ field: ['databaseServers'], message: `db1 ${from} 10.0.0.14 port 3306`, remedy: 'declare' },
        },
        {
          ...{ subject: `Host ${fileServerId}`, code: 'REACHED_FROM_OUTSIDE', severity: 'WARNING' },
          ...{ field: ['members', '3'], message: `files ${from} 10.0.0.15 port 2049, 10.0.0.15 port 111` },
          remedy: 'declare',
        },
      ]);
      const later = new Date(observedAt.getTime() + 1000);
      const again = ['from 8.8.4.5', served, ...silent].join('\n');
      const facts = open.triedFromOutside(second ?? '', triedFromOutside(managerId), again, later);
      const judged = storageKeptPrivate.judge({
        spec,
        facts: facts.at(later),
        moment: 'after',
        draft: false,
        clusterId: null,
      });
      expect(judged.map(({ verdict }) => verdict)).toEqual(['MET', 'MET']);
    });

    it('takes whoever answers at a public address for the server, and at a private one only from afar', () => {
      const nearby = [`${keptDatabase} 10.0.0.14 3306 nearby`, ...silent.slice(1)];
      const context = { moment: 'after', draft: false, clusterId } as const;
      expect(
        storageKeptPrivate.judge({ ...context, spec, facts: tried(served, ...nearby).at(observedAt) }),
      ).toMatchObject([
        { verdict: 'UNKNOWN', messageCode: 'SEEN_FROM_NEARBY', subject: { id: databaseServerId } },
        { verdict: 'MET', subject: { id: fileServerId } },
      ]);
      const facts = tried(served, `${keptDatabase} 9.9.9.14 3306 nearby`).at(observedAt);
      const reachable = dualCluster(databaseAt('9.9.9.14'));
      expect(storageKeptPrivate.judge({ ...context, spec: reachable, facts })).toMatchObject([
        { messageCode: 'REACHED_FROM_OUTSIDE' },
      ]);
    });

    it('is unknown of a server that kept silent where nothing answered at all, and warns of one that did not', () => {
      const silence = { remedy: 'Prove KEPT_PRIVATE from a vantage' };
      const [ofDatabase, ofFiles] = [`DatabaseServer ${databaseServerId}`, `Host ${fileServerId}`];
      for (const nothing of [['served 9.9.9.11 22 silent'], []]) {
        expectUnverified(storageKeptPrivate, { spec, moment: 'after', facts: tried(...nothing, ...silent) }, [
          { subject: ofDatabase, ...silence },
          { subject: ofFiles, ...silence },
        ]);
        const facts = tried(...nothing, `${keptDatabase} 10.0.0.14 3306 open`, ...silent.slice(1)).at(observedAt);
        const found = storageKeptPrivate.judge({ spec, facts, moment: 'after', draft: false, clusterId });
        expect(found).toMatchObject([
          { verdict: 'VIOLATED', messageCode: 'REACHED_FROM_OUTSIDE', subject: { id: databaseServerId } },
          { verdict: 'UNKNOWN', messageCode: 'NOTHING_ANSWERED', subject: { id: fileServerId } },
        ]);
        expect(blocking(found, []).map(({ verdict }) => verdict)).toEqual(['VIOLATED']);
      }
    });

    it('is unknown of a server that took over an address since it was tried', () => {
      const former = silent.map((said) => said.replace(fileServerId, node1Id));
      const met = storageKeptPrivate.judge({
        ...{ spec, facts: tried(served, ...former).at(observedAt) },
        ...{ moment: 'after', draft: false, clusterId },
      });
      expect(met).toMatchObject([
        { verdict: 'MET', subject: { id: databaseServerId } },
        {
          ...{ verdict: 'UNKNOWN', messageCode: 'DOORS_NOT_TRIED', subject: { id: fileServerId } },
          message: expect.stringContaining('to reach files at 10.0.0.15 port 2049, 10.0.0.15 port 111'),
        },
      ]);
    });

    it('is unknown of a server or an address that was declared since, and of what the vantage has no address for', () => {
      const of = { subject: `DatabaseServer ${databaseServerId}`, remedy: 'from an address of the same family' };
      const files = { subject: `Host ${fileServerId}`, remedy: 'from an address of the same family' };
      const before = tried(served, `${keptDatabase} 10.0.0.99 3306 open`);
      expectUnverified(storageKeptPrivate, { spec, moment: 'after', facts: before }, [of, files]);
      const six = dualCluster(
        edits(privateDatabase, withFileServer, (edited) => {
          edited.core.networks.push({ name: 'six', kind: 'PRIVATE', cidr: 'fd00::/64' });
          const both = [address('private', '10.0.0.15', 'HOST'), address('six', 'fd00::15', 'HOST')];
          memberOf(edited, fileServerId).addresses = both;
        }),
      );
      const context = { spec: six, moment: 'after', draft: false, clusterId } as const;
      const four = tried(served, ...silent);
      expect(storageKeptPrivate.judge({ ...context, facts: four.at(observedAt) })).toMatchObject([
        { verdict: 'MET', subject: { id: databaseServerId } },
        {
          ...{ verdict: 'UNKNOWN', messageCode: 'DOORS_NOT_TRIED' },
          message:
            'Not known of manager: nobody tried from outside to reach files at fd00::15 port 2049, fd00::15 port 111.',
        },
      ]);
      // Another vantage adds what it tried itself.
      const said = [
        'from 2620:fe::1',
        'served 2620:fe::9 22 open',
        `${keptFiles} fd00::15 2049 silent`,
        `${keptFiles} fd00::15 111 silent`,
      ];
      const later = new Date(observedAt.getTime() + 1000);
      const facts = four.triedFromOutside(second ?? '', triedFromOutside(managerId), said.join('\n'), later).at(later);
      expect(storageKeptPrivate.judge({ ...context, facts })).toMatchObject([
        { verdict: 'MET', evidence: [{ hostId: first }] },
        { verdict: 'MET', evidence: [{ hostId: first }, { hostId: second }] },
      ]);
    });
  });
});
