import { databaseLogin } from '../../../../src/proofs/database/database-login.proof.js';
import { grants } from '../../../../src/probes/database/grants.js';
import { grantsForHosts } from '../../../../src/rules/database/r-db-5-grants-for-hosts.rule.js';
import {
  accountId,
  clusterId,
  databaseHostId,
  databaseServerId,
  dualCluster,
  managerId,
  node2Id,
  publicCluster,
  withLocalDatabase,
} from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster();

/** As the server holds them: the underscore of a name is escaped. */
function grantedFrom(...hosts: readonly string[]): string {
  return JSON.stringify(hosts.map((host_name) => ({ user_name: 'bakery', host_name, database_name: 'bakery\\_shop' })));
}

function facts(answer: string): HostFacts {
  return new HostFacts().answer(databaseHostId, grants(), answer);
}

const violation = {
  subject: `Account ${accountId}`,
  code: 'GRANT_MISSING',
  severity: 'ERROR',
  field: [],
  remedy: 'repairCluster',
} as const;

describe('R-DB-5', () => {
  it('is met by grants for manager and nodes', () => {
    expectMet(grantsForHosts, { spec, facts: facts(grantedFrom('9.9.9.11', '9.9.9.12', '9.9.9.13')) });
  });

  it('asks for the addresses in the network of the server', () => {
    const dual = dualCluster((edited) => {
      edited.databaseServers = edited.databaseServers.map((server) => ({ ...server, address: '10.0.0.14' }));
    });
    expectMet(grantsForHosts, { spec: dual, facts: facts(grantedFrom('10.0.0.11', '10.0.0.12', '10.0.0.13')) });
    expectViolated(grantsForHosts, { spec: dual, facts: facts(grantedFrom('9.9.9.11', '9.9.9.12', '9.9.9.13')) }, [
      { ...violation, message: 'from: manager, node1, node2' },
    ]);
  });

  it('is met by an account without a database', () => {
    const without = publicCluster((edited) => {
      edited.accounts = edited.accounts.map((account) => ({ ...account, database: null }));
    });
    expectMet(grantsForHosts, { spec: without, facts: facts('[]') });
  });

  it('is violated by a node that is left out', () => {
    expectViolated(grantsForHosts, { spec, facts: facts(grantedFrom('9.9.9.11', '9.9.9.12')) }, [
      {
        ...violation,
        message: 'On database server db1 user bakery of account bakery has no rights on bakery_shop from: node2.',
      },
    ]);
  });

  it('is violated by a manager that is left out, beside nodes and alone', () => {
    const message = 'has no rights on bakery_shop from: manager.';
    expectViolated(grantsForHosts, { spec, facts: facts(grantedFrom('9.9.9.12', '9.9.9.13')) }, [
      { ...violation, message },
    ]);
    const alone = publicCluster(({ core }) => {
      core.members = core.members.filter(({ role }) => role === 'MANAGER');
    });
    expectMet(grantsForHosts, { spec: alone, facts: facts(grantedFrom('9.9.9.11')) });
    expectViolated(grantsForHosts, { spec: alone, facts: facts('[]') }, [{ ...violation, message }]);
  });

  it("is met on the manager's own server by either address that the manager comes from", () => {
    const own = dualCluster(withLocalDatabase);
    const judged = (...manager: readonly string[]): HostFacts =>
      facts(grantedFrom(...manager, '10.0.0.12', '10.0.0.13'));
    expectMet(grantsForHosts, { spec: own, facts: judged('10.0.0.10') });
    expectMet(grantsForHosts, { spec: own, facts: judged('10.0.0.11') });
    expectViolated(grantsForHosts, { spec: own, facts: judged() }, [{ ...violation, message: 'from: manager.' }]);
  });

  it('shows of a server that others use too nobody but the user that it is about', () => {
    const own = grantedFrom('9.9.9.11', '9.9.9.12');
    const others = grantedFrom('9.9.9.13').replaceAll('"bakery"', '"stranger"');
    const context = { spec, moment: 'after', draft: false, clusterId } as const;
    const found = grantsForHosts.judge({
      ...context,
      facts: facts(`${others.slice(0, -1)},${own.slice(1)}`).at(observedAt),
    });
    expect(found).toMatchObject([
      { messageCode: 'GRANT_MISSING', evidence: [{ probeId: grants().id, answer: { stdout: own } }] },
    ]);
  });

  it("is violated by rights on another user's database", () => {
    const other = grantedFrom('9.9.9.11', '9.9.9.12', '9.9.9.13').replaceAll('bakery\\\\_shop', 'florist');
    expectViolated(grantsForHosts, { spec, facts: facts(other) }, [
      { ...violation, message: 'from: manager, node1, node2' },
    ]);
  });

  it('is unknown without a look, and when we may not see the grants', () => {
    const expected = [{ subject: `DatabaseServer ${databaseServerId}`, lookAt: databaseHostId }];
    expectUnknown(grantsForHosts, { spec }, expected);
    const denied = new HostFacts().answer(databaseHostId, grants(), {
      exitCode: 1142,
      stderr: 'SELECT command denied',
    });
    expectUnknown(grantsForHosts, { spec, facts: denied }, expected);
  });
});

describe('R-DB-5 once nodes tried to log in', () => {
  const login = databaseLogin(databaseServerId, 'bakery');
  const granted = grantedFrom('9.9.9.11', '9.9.9.12', '9.9.9.13');
  const denied = { exitCode: 1045, stderr: 'Access denied' };

  it('is met by a node that gets in', () => {
    expectMet(grantsForHosts, { spec, facts: facts(granted).answer(node2Id, login, '[]') });
  });

  it('is violated by a node that has grants and does not', () => {
    const message = 'From node2 user bakery of account bakery does not get in to database server db1: Access denied.';
    expectViolated(grantsForHosts, { spec, facts: facts(granted).answer(node2Id, login, denied) }, [
      { ...violation, code: 'LOGIN_FAILED', message, remedy: ['repairCluster', 'proveCluster'] },
    ]);
  });

  it('is violated by a node that the server sees come from an address that it does not declare, which no repair mends', () => {
    const stderr = "Access denied for user 'bakery'@'10.77.0.12' (using password: YES)";
    const message =
      'From node2 user bakery of account bakery does not get in to database server db1: it sees node2 come from 10.77.0.12, and lets it in from 9.9.9.13 alone.';
    const elsewhere = facts(granted).answer(node2Id, login, { exitCode: 1045, stderr });
    expectViolated(grantsForHosts, { spec, facts: elsewhere }, [
      {
        ...violation,
        code: 'COMES_FROM_ELSEWHERE',
        message,
        remedy: [{ declare: 'declare 10.77.0.12 for node2' }, 'proveCluster'],
      },
    ]);
    const here = { exitCode: 1045, stderr: stderr.replace('10.77.0.12', '9.9.9.13') };
    expectViolated(grantsForHosts, { spec, facts: facts(granted).answer(node2Id, login, here) }, [
      { ...violation, code: 'LOGIN_FAILED', message: here.stderr, remedy: ['repairCluster', 'proveCluster'] },
    ]);
  });

  it('is violated by a manager that has grants and does not', () => {
    const message = 'From manager user bakery of account bakery does not get in to database server db1: Access denied.';
    expectViolated(grantsForHosts, { spec, facts: facts(granted).answer(managerId, login, denied) }, [
      { ...violation, code: 'LOGIN_FAILED', message, remedy: ['repairCluster', 'proveCluster'] },
    ]);
  });

  it('says once that a node without grants does not', () => {
    const shutOut = facts(grantedFrom('9.9.9.11', '9.9.9.12')).answer(node2Id, login, denied);
    expectViolated(grantsForHosts, { spec, facts: shutOut }, [{ ...violation, message: 'from: node2' }]);
  });
});
