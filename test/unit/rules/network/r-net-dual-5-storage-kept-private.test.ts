import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { triedFromOutside } from '../../../../src/proofs/network/kept-private.proof.js';
import { storageKeptPrivate } from '../../../../src/rules/network/r-net-dual-5-storage-kept-private.rule.js';
import {
  address,
  databaseServerId,
  dualCluster,
  edits,
  fileServerId,
  managerId,
  memberOf,
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
    const silent = ['kept 10.0.0.14 3306 silent', 'kept 10.0.0.15 2049 silent', 'kept 10.0.0.15 111 refused'];
    const tried = (...lines: readonly string[]): HostFacts =>
      new HostFacts().triedFromOutside(first ?? '', triedFromOutside(managerId), ['from 8.8.4.4', ...lines].join('\n'));

    it('is met where nobody answered but what is served, and where nobody tried', () => {
      expectMet(storageKeptPrivate, { spec, moment: 'after', facts: tried(served, ...silent) });
      expectMet(storageKeptPrivate, { spec, moment: 'after', facts: new HostFacts() });
      const context = { spec, moment: 'after', draft: false, clusterId: null } as const;
      const found = storageKeptPrivate.judge({ ...context, facts: tried(served, ...silent).at(observedAt) });
      expect(found.map(({ verdict, subjectName, evidence }) => [verdict, subjectName, evidence[0]?.hostId])).toEqual([
        ['MET', 'db1', first],
        ['MET', 'files', first],
      ]);
    });

    it('warns of each server that took connections, and goes by the last one who tried', () => {
      const open = tried(served, 'kept 10.0.0.14 3306 open', 'kept 10.0.0.15 2049 open', 'kept 10.0.0.15 111 open');
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
      expectUnverified(
        storageKeptPrivate,
        { spec, moment: 'after', facts: tried(served, 'kept 10.0.0.14 3306 nearby') },
        [{ subject: `DatabaseServer ${databaseServerId}`, remedy: 'Prove KEPT_PRIVATE from a vantage' }],
      );
      const reachable = dualCluster(databaseAt('9.9.9.14'));
      const context = { spec: reachable, moment: 'after', draft: false, clusterId: null } as const;
      const facts = tried(served, 'kept 9.9.9.14 3306 nearby').at(observedAt);
      expect(storageKeptPrivate.judge({ ...context, facts })).toMatchObject([{ messageCode: 'REACHED_FROM_OUTSIDE' }]);
    });

    it('is unknown where nothing answered at all', () => {
      expectUnverified(
        storageKeptPrivate,
        { spec, moment: 'after', facts: tried('served 9.9.9.11 22 silent', ...silent) },
        [{ subject: 'Cluster shop', remedy: 'Prove KEPT_PRIVATE from a vantage' }],
      );
      expectUnverified(storageKeptPrivate, { spec, moment: 'after', facts: tried(...silent) }, [
        { subject: 'Cluster shop', remedy: 'Prove KEPT_PRIVATE from a vantage' },
      ]);
    });

    it('says nothing of a server that was declared since', () => {
      const before = tried(served, 'kept 10.0.0.99 3306 open');
      expectMet(storageKeptPrivate, { spec, moment: 'after', facts: before });
    });
  });
});
