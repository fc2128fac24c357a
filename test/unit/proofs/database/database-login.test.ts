import { databaseLogin, databaseLoginProof } from '../../../../src/proofs/database/database-login.proof.js';
import { databaseServerId, dualCluster, node1Id, node2Id } from '../../rules/clusters.js';
import { said } from '../said.js';

const fact = databaseLogin(databaseServerId, 'bakery');

describe('DATABASE_LOGIN', () => {
  it('has every node log in as an account that has a database on the server', () => {
    const acts = databaseLoginProof.acts({ spec: dualCluster(), vantage: null, nonce: 'abc' });
    expect(acts.map(({ hostId, trial }) => [hostId, trial.factId])).toEqual([
      [node1Id, fact.id],
      [node2Id, fact.id],
    ]);
    expect(acts[0]?.trial.server).toMatchObject({ name: 'db1', address: '9.9.9.14', port: 3306 });
    expect(acts[0]?.trial.question).toMatchObject({ via: 'sqlLogin', user: 'bakery', database: 'bakery_shop' });
  });

  it('needs an account with a database, and a node', () => {
    const without = dualCluster(({ accounts }) => accounts.pop());
    expect(databaseLoginProof.notApplicable(without)).toBe('No account has a database.');
    const alone = dualCluster(({ core }) => core.members.splice(1));
    expect(databaseLoginProof.notApplicable(alone)).toBe('There is no node to log in from.');
  });

  it('tells a refusal of the server from a server that is not reached', () => {
    expect(said(fact, '[{"user":"bakery@9.9.9.12"}]')).toEqual({ known: true, value: { is: 'in', said: '' } });
    const denied = { exitCode: 1045, stderr: "Access denied for user 'bakery'" };
    expect(said(fact, denied)).toMatchObject({ value: { is: 'refused', said: "Access denied for user 'bakery'" } });
    const silent = { exitCode: 1, stderr: '9.9.9.14 port 3306 is silent' };
    expect(said(fact, silent)).toMatchObject({ value: { is: 'unreachable', said: '9.9.9.14 port 3306 is silent' } });
  });
});
