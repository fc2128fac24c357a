import { outputOf } from '../../../quickstart/output-of.js';
import { foundKey, type Found, type OfferedRemedies } from '../../api/fake-fleet/offered-remedies.js';
import { thorough } from '../../thorough.js';
import type { OneCluster } from './one-cluster.js';
import { remediesOf } from './remedies-of.js';

/**
 * Tests of a cluster with accounts `shop1` on the manager's own database server and `shop2` on `db1`: what was broken by hand there
 * is found, and the repair that is offered, sent as it is, ends it.
 */
export function mendedDatabases(at: () => OneCluster): void {
  let remedies: OfferedRemedies;

  beforeAll(() => {
    const { server, declared } = at();
    remedies = remediesOf(server, declared.clusterId);
  });

  const address = (host: string): string => at().lab.host(host).privateAddress ?? '';

  async function sql(host: string, statement: string): Promise<void> {
    await outputOf(at().lab, host, `mariadb -e "${statement}"`);
  }

  async function foundOfDatabases(): Promise<readonly Found[]> {
    return (await remedies.found()).filter(({ rule }) => ['D-20', 'R-DB-5', 'R-DB-8'].includes(rule.id));
  }

  it('a password that another one took the place of, on one node of each', async () => {
    await sql('db1', `ALTER USER 'shop2'@'${address('node2')}' IDENTIFIED BY 'theirs'`);
    await sql('manager', `ALTER USER 'shop1'@'${address('node1')}' IDENTIFIED BY 'theirs'`);
    await remedies.prove('DATABASE_LOGIN');
    const found = await foundOfDatabases();
    expect([...new Set(found.map(foundKey))].toSorted()).toEqual(['R-DB-5 LOGIN_FAILED', 'R-DB-8 LOGIN_FAILED']);
    await remedies.send('repairCluster', found);
    expect(await foundOfDatabases()).toEqual([]);
    await remedies.prove('DATABASE_LOGIN');
    expect(await foundOfDatabases()).toEqual([]);
  });

  it('a node that the server sees come from elsewhere: told with where, which the route ends and no repair', async () => {
    const { lab } = at();
    const server = address('db1');
    const elsewhere = address('node2').replace(/\d+$/, '250');
    const card = `$(ip -o route get ${server} | grep -o 'dev [^ ]*')`;
    const there = `${server}/32 ${card} src ${elsewhere}`;
    await outputOf(lab, 'node2', `ip address add ${elsewhere}/32 ${card} && ip route add ${there}`);
    await remedies.prove('DATABASE_LOGIN');
    const found = await foundOfDatabases();
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining(`it sees node2 come from ${elsewhere}, and lets it in from ${address('node2')} alone`),
    ]);
    expect(found.map(foundKey)).toEqual(['R-DB-5 COMES_FROM_ELSEWHERE']);
    await outputOf(lab, 'node2', `ip route del ${server}/32 && ip address del ${elsewhere}/32 ${card}`);
    await remedies.send('proveCluster', found);
    expect(await foundOfDatabases()).toEqual([]);
  });

  // What a look finds; the proof above stands for it.
  if (!thorough) return;
  it('a user that is gone, one that may come from anywhere, and a server that is stopped', async () => {
    await sql('db1', `DROP USER 'shop2'@'${address('node2')}'; CREATE USER 'shop2'@'%' IDENTIFIED BY 'theirs'`);
    await outputOf(at().lab, 'manager', 'systemctl stop mariadb');
    // The server that is stopped cannot be looked at itself.
    await remedies.look('manager', 'node1', 'node2', 'db1');
    const found = await foundOfDatabases();
    expect([...new Set(found.map(foundKey))].toSorted()).toEqual([
      'D-20 USER_FROM_ANYWHERE',
      'R-DB-5 GRANT_MISSING',
      'R-DB-8 NOT_ADMITTED',
      'R-DB-8 NOT_LISTENING',
    ]);
    await remedies.send('repairCluster', found);
    expect(await foundOfDatabases()).toEqual([]);
  });
}
