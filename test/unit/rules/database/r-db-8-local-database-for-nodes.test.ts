import { serverGreeting } from '../../../../src/probes/database/server-greeting.js';
import { tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { databaseLogin } from '../../../../src/proofs/database/database-login.proof.js';
import { localDatabaseForNodes } from '../../../../src/rules/database/r-db-8-local-database-for-nodes.rule.js';
import { databaseServerId, dualCluster, managerId, node1Id, node2Id, withLocalDatabase } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import refused from '../../probes/fixtures/tcp-connection/refused.json';
import silent from '../../probes/fixtures/tcp-connection/silent.json';
import unreachable from '../../probes/fixtures/tcp-connection/unreachable.json';

const quorum = '10.0.0.10';
const spec = dualCluster(withLocalDatabase);
const withoutAccounts = dualCluster((edited) => {
  withLocalDatabase(edited);
  edited.accounts = [];
});
const admitted = ' 5b 00 00 00 0a 35 2e\n';
const notAdmitted = ' 45 00 00 00 ff 6a 04\n';
const shutOut = ' 45 00 00 00 ff 69 04\n';
const greeting = serverGreeting(quorum, 3306);

function listeningAt(...addresses: readonly string[]): string {
  return addresses.map((address) => `LISTEN 0 80 ${address}:3306 0.0.0.0:*\n`).join('');
}

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, tcpListeners(), listeningAt('127.0.0.1', quorum))
    .answer(node1Id, greeting, admitted)
    .answer(node2Id, greeting, admitted);
}

const server = {
  subject: `DatabaseServer ${databaseServerId}`,
  code: 'NOT_LISTENING',
  severity: 'ERROR',
  field: ['localDatabase'],
  remedy: 'repairCluster',
} as const;
const node2 = {
  subject: `Host ${node2Id}`,
  code: 'NOT_ADMITTED',
  severity: 'ERROR',
  field: ['members', '2'],
} as const;

const filtered = ['repairCluster', { command: 'nft list ruleset' }] as const;

describe('R-DB-8', () => {
  it('is met by a server at the quorum address that admits every node', () => {
    expectMet(localDatabaseForNodes, { spec, facts: goodFacts() });
  });

  it.each(['*', '0.0.0.0', '[::]'])('is met by a server at every address: %s', (address) => {
    const facts = goodFacts().answer(managerId, tcpListeners(), listeningAt(address));
    expectMet(localDatabaseForNodes, { spec, facts });
  });

  it('is met by a server that admits nobody while no account uses it', () => {
    const facts = goodFacts().answer(node1Id, greeting, notAdmitted).answer(node2Id, greeting, notAdmitted);
    expectMet(localDatabaseForNodes, { spec: withoutAccounts, facts });
  });

  it('is violated by a server that listens to its host only, and by none', () => {
    const ask = (text: string): HostFacts => goodFacts().answer(managerId, tcpListeners(), text);
    const message = 'On manager no database server listens at 10.0.0.10 port 3306, where nodes look for it; found: ';
    expectViolated(localDatabaseForNodes, { spec, facts: ask(listeningAt('127.0.0.1')) }, [
      { ...server, message: `${message}127.0.0.1.` },
    ]);
    expectViolated(localDatabaseForNodes, { spec, facts: ask('') }, [{ ...server, message: `${message}nowhere.` }]);
  });

  it.each([
    ['the server knows no user from there', notAdmitted, ['repairCluster', { command: 'FROM mysql.user' }]],
    ['the server has shut it out after too many', shutOut, [{ command: 'mysqladmin flush-hosts' }]],
    ['it is refused', refused, filtered],
    ['nobody answers within 3 s', silent, filtered],
    ['there is no way to it', unreachable, filtered],
  ] as const)('is violated by a node that does not get in: %s', (why, answer, remedy) => {
    expectViolated(localDatabaseForNodes, { spec, facts: goodFacts().answer(node2Id, greeting, answer) }, [
      {
        ...node2,
        message: `node2 does not get to a login at database server shop-database (10.0.0.10 port 3306): ${why}`,
        remedy,
      },
    ]);
  });

  describe('once a login was tried', () => {
    const login = databaseLogin(databaseServerId, 'bakery');
    const denied = { exitCode: 1045, stderr: "Access denied for user 'bakery'\n" };

    it('is met where it succeeded, whatever the greeting was', () => {
      const facts = goodFacts().answer(node2Id, greeting, silent).answer(node2Id, login, '[]');
      expectMet(localDatabaseForNodes, { spec, facts });
    });

    it('is violated by a node whose login fails although the server greets it', () => {
      expectViolated(localDatabaseForNodes, { spec, facts: goodFacts().answer(node2Id, login, denied) }, [
        {
          ...{ ...node2, code: 'LOGIN_FAILED', remedy: ['repairCluster', 'proveCluster'] },
          message:
            "node2 gets no login at database server shop-database (10.0.0.10 port 3306): Access denied for user 'bakery'.",
        },
      ]);
    });

    it('goes by the look where the node was looked at since', () => {
      const before = new Date(observedAt.getTime() - 1000);
      expectMet(localDatabaseForNodes, { spec, facts: goodFacts().answer(node2Id, login, denied, before) });
    });
  });

  it('is unknown where a node failed before the manager was looked at', () => {
    const before = new Date(observedAt.getTime() - 1000);
    const facts = goodFacts().answer(node2Id, greeting, refused, before);
    expectUnknown(localDatabaseForNodes, { spec, facts }, [{ subject: `Host ${node2Id}`, lookAt: node2Id }]);
  });

  it('is unknown without looks', () => {
    expectUnknown(localDatabaseForNodes, { spec }, [
      { subject: `DatabaseServer ${databaseServerId}`, lookAt: managerId },
      { subject: `Host ${node1Id}`, lookAt: node1Id },
      { subject: `Host ${node2Id}`, lookAt: node2Id },
    ]);
  });

  it('says nothing of a cluster whose database servers are run by others', () => {
    const reason = 'The cluster declares no database server on its manager.';
    expectNotApplicable(localDatabaseForNodes, { spec: dualCluster() }, reason);
  });
});
