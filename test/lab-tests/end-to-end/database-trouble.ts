import { createAccount } from '../../../quickstart/declare-cluster.js';
import { Listener } from '../../../quickstart/listener.js';
import { outputOf } from '../../../quickstart/output-of.js';
import { tasksOf } from '../../../quickstart/tasks-of.js';
import type { OneCluster } from './one-cluster.js';
import { retryAsTold, toldTrouble } from './told-trouble.js';

const name = 'knit';

/** Tests of a cluster that was set up, whose database server `db1` has users of somebody else. */
export function databaseTrouble(at: () => OneCluster): void {
  let listener: Listener | undefined;

  afterAll(() => listener?.close());

  const onServer = (statement: string): Promise<string> =>
    outputOf(at().lab, 'db1', `mariadb --batch --skip-column-names -e "${statement}"`);

  it('tells which user of somebody else is in the way and where, and once that is gone the retry makes the rest', async () => {
    const { server, declared } = at();
    const client = server.client();
    listener = await Listener.open(client, ['database.user_failed']);
    await onServer(`CREATE USER '${name}'@'%'`);
    const { operationId } = await createAccount(client, declared, name);
    await expect(server.follow(operationId)).rejects.toThrow(`user ${name} is there and not ours`);
    const told = toldTrouble(await listener.heard('database.user_failed', operationId));
    expect(told).toMatchObject({
      host: { name: 'db1' },
      step: { kind: 'database.account' },
      message: expect.stringContaining(`user ${name} is there and not ours (it comes from %;`),
      remedies: [{ title: expect.stringMatching(/^Mend on the database server/), input: { operationId } }],
    });
    expect(await onServer(`SELECT host FROM mysql.user WHERE user = '${name}'`)).toBe('%');

    await onServer(`DROP USER '${name}'@'%'`);
    const retry = await retryAsTold(client, told);
    await server.follow(retry);
    const steps = (await tasksOf(client, retry)).flatMap(({ host, steps: { nodes } }) =>
      nodes.filter(({ kind }) => kind === 'database.account').map(({ outcome }) => [host.name, outcome]),
    );
    expect(steps).toEqual([['db1', 'CHANGED']]);
    const hosts = ['manager', 'node1', 'node2'].map((host) => at().lab.host(host).privateAddress);
    expect((await onServer(`SELECT host FROM mysql.user WHERE user = '${name}' ORDER BY host`)).split('\n')).toEqual(
      hosts.toSorted(),
    );
  });
}
