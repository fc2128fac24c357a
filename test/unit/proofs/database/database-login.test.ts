import { hostId } from '../../../../src/domain/ids.js';
import { databaseLogin, databaseLoginProof } from '../../../../src/proofs/database/database-login.proof.js';
import {
  balanced,
  balancedElsewhere,
  databaseServerId,
  dualCluster,
  edits,
  managerId,
  node1Id,
  node2Id,
  withSite,
} from '../../rules/clusters.js';
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

  it('has the manager log in too where it takes a share of what is served, or serves sites that nobody balances', () => {
    const trying = (edit: Parameters<typeof dualCluster>[0]): readonly string[] =>
      databaseLoginProof.acts({ spec: dualCluster(edit), vantage: null, nonce: 'abc' }).map(({ hostId }) => hostId);
    const all = [managerId, node1Id, node2Id];
    const ofNodes = { weights: [{ hostId: hostId.parse(managerId), weight: 0 }] };
    expect(trying(balanced({}))).toEqual(all);
    expect(trying(withSite('NGINX', 'bakery.example'))).toEqual(all);
    expect(trying(balanced(ofNodes))).toEqual([node1Id, node2Id]);
    expect(trying(balancedElsewhere({}))).toEqual([node1Id, node2Id]);
    const alone = edits(balanced({}), ({ core }) => core.members.splice(1));
    expect(trying(alone)).toEqual([managerId]);
    expect(databaseLoginProof.notApplicable(dualCluster(alone))).toBeNull();
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
