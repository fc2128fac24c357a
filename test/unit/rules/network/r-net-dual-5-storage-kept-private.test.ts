import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { storageKeptPrivate } from '../../../../src/rules/network/r-net-dual-5-storage-kept-private.rule.js';
import {
  address,
  databaseServerId,
  dualCluster,
  edits,
  fileServerId,
  memberOf,
  publicCluster,
  withFileServer,
  withLocalDatabase,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

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
    expectMet(storageKeptPrivate, { spec });
  });

  it.each(['10.9.0.14', 'fd00::14'])('is met by a database server at %s, in no declared network', (text) => {
    expectMet(storageKeptPrivate, { spec: dualCluster(databaseAt(text)) });
  });

  it("leaves the manager's own server to the rules about the quorum address", () => {
    const spec = dualCluster(
      edits((edited) => {
        edited.core.quorumAddress = '9.9.9.11';
      }, withLocalDatabase),
    );
    expectMet(storageKeptPrivate, { spec });
  });

  it('warns of a file server with a public address', () => {
    expectViolated(storageKeptPrivate, { spec: dualCluster(edits(privateDatabase, withFileServer)) }, [
      {
        ...{ subject: `Host ${fileServerId}`, code: 'PUBLIC_ADDRESS', severity: 'WARNING' },
        ...{ field: ['members', '3', 'addresses', '0'], message: 'files has the public address 9.9.9.15' },
        remedy: 'declare',
      },
    ]);
  });

  it.each(['9.9.9.14', '8.8.8.8', '2620:fe::14'])('warns of a database server at %s', (text) => {
    expectViolated(storageKeptPrivate, { spec: dualCluster(databaseAt(text)) }, [
      {
        ...{ subject: `DatabaseServer ${databaseServerId}`, code: 'PUBLIC_DATABASE', severity: 'WARNING' },
        ...{ field: ['databaseServers'], message: `db1 is used at the public address ${text}`, remedy: 'declare' },
      },
    ]);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(storageKeptPrivate, { spec: publicCluster() }, reason);
  });
});
