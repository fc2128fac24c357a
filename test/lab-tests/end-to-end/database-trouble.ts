import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createAccount } from '../../../quickstart/declare-cluster.js';
import { Listener } from '../../../quickstart/listener.js';
import { outputOf } from '../../../quickstart/output-of.js';
import { tasksOf } from '../../../quickstart/tasks-of.js';
import { LAB_MYSQL_ROOT_PASSWORD } from '../../lab/lab.js';
import type { OneCluster } from './one-cluster.js';
import { retryAsTold, toldTrouble } from './told-trouble.js';

const name = 'knit';
const looking = z.object({ operation: z.object({ id: z.string() }) });
const failed = z.object({
  operation: z.object({
    failure: z.object({ remedies: z.array(z.object({ mutation: z.string().nullable(), input: z.unknown() })) }),
  }),
});
const failedQuery = 'query ($id: ID!) { operation(id: $id) { failure { remedies { mutation input } } } }';

/** Tests of a cluster that was set up, whose database server `db1` has users of somebody else. */
export function databaseTrouble(at: () => OneCluster): void {
  let listener: Listener | undefined;

  afterAll(() => listener?.close());

  const onServer = (statement: string): Promise<string> =>
    outputOf(at().lab, 'db1', `mariadb --batch --skip-column-names -e "${statement}"`);

  it('fails to look where the password is wrong, asks for the right one, and looks with that', async () => {
    const { server, declared } = at();
    const client = server.client();
    const { databaseServerId } = declared;
    const withPassword = async (password: string): Promise<string> => {
      const input = { idempotencyKey: randomUUID(), databaseServerId, password };
      const selection = 'operation { id }';
      return (await client.mutate('updateDatabaseServer', 'UpdateDatabaseServerInput', selection, input, looking))
        .operation.id;
    };
    const id = await withPassword('not the password');
    await expect(server.follow(id)).rejects.toThrow(/db1 .* refuses the login root .*: Access denied for user 'root'@/);
    const { operation } = await client.request(failedQuery, { id }, failed);
    const [remedy] = operation.failure.remedies;
    expect(remedy).toMatchObject({
      ...{ mutation: 'updateDatabaseServer', input: { databaseServerId, password: '<the right password>' } },
    });
    await server.follow(await withPassword(LAB_MYSQL_ROOT_PASSWORD));
  });

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
