import { z } from 'zod';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { createAccount } from '../../../quickstart/declare-cluster.js';
import { serverGreeting } from '../../../src/probes/database/server-greeting.js';
import { addressesListening, tcpListeners } from '../../../src/probes/network/tcp-listeners.js';
import type { CommandResult } from '../../lab/execute-command.js';
import { until } from '../../until.js';
import { factsOfHosts, readFact } from './host-facts.js';
import type { OneCluster } from './one-cluster.js';
import { applyWithPassword, decisionsOf, lookFor, planOf } from './shown-plan.js';

const servers = ['manager', 'node1', 'node2'] as const;

const adviceQuery = 'query($id: ID!) { cluster(id: $id) { advice { duty pressing ruleIds measures { name value } } } }';
const advised = z.object({
  cluster: z.object({
    advice: z.array(
      z.object({
        duty: z.string(),
        pressing: z.boolean(),
        ruleIds: z.array(z.string()),
        measures: z.array(z.object({ name: z.string(), value: z.number().nullable() })),
      }),
    ),
  }),
});

/** Tests of a cluster that was set up with a local database server; `db1` has another server, and is no host of the cluster. */
export function localDatabase(at: () => OneCluster): void {
  let quorum: string;
  let password: string;

  beforeAll(() => {
    quorum = at().declared.proven.quorumAddress;
  });

  /** As the client of a site does it; the password is in a settings file that only the client reads. */
  function ask(host: string, address: string, user: string, secret: string, statement: string): Promise<CommandResult> {
    const script = `mariadb --defaults-file=/dev/stdin --host=${address} --user=${user} --batch --skip-column-names \\
--connect-timeout=10 --execute="${statement}" ${user} <<'END'
[client]
password=${secret}
END`;
    return at().lab.run(host, script, 60);
  }

  it('is what an account gets that names no server, by its plan, and is entered from every host of the cluster', async () => {
    const { server, declared } = at();
    const wanted = { clusterId: declared.clusterId, name: 'shop1', database: {} };
    await server.follow(await lookFor(server.client(), await planOf(server.client(), 'createAccount', wanted)));
    const plan = await planOf(server.client(), 'createAccount', wanted);
    expect(decisionsOf(plan)).toEqual(expect.arrayContaining(['CHANGE']));
    expect(decisionsOf(plan)).not.toContain('UNKNOWN');
    const made = await applyWithPassword(server.client(), plan);
    password = made.password;
    await server.follow(made.operationId);
    expect(await ask('node1', quorum, 'shop1', password, 'CREATE TABLE seen (host VARCHAR(20))')).toMatchObject({
      exitCode: 0,
    });
    for (const host of servers) {
      const said = await ask(host, quorum, 'shop1', password, `INSERT INTO seen VALUES ('${host}')`);
      expect({ host, ...said }).toMatchObject({ host, exitCode: 0, stderr: '' });
    }
    const { stdout } = await ask('node2', quorum, 'shop1', password, 'SELECT host FROM seen ORDER BY host');
    expect(stdout.trim().split('\n')).toEqual([...servers]);
  });

  it('refuses whoever comes from elsewhere, and is at no other address', async () => {
    const { lab } = at();
    const stranger = await ask('db1', quorum, 'shop1', password, 'SELECT 1');
    expect(stranger).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/1130 - Host '.*' is not allowed/) });
    for (const address of [lab.host('manager').publicAddress ?? '', lab.host('manager').privateAddress ?? '']) {
      const elsewhere = await lab.run('node1', `bash -c '</dev/tcp/${address}/3306'`, 60);
      expect({ address, ...elsewhere }).toMatchObject({ stderr: expect.stringContaining('Connection refused') });
    }
  });

  it('stands beside the server of another owner, whose accounts it does not know', async () => {
    const { lab, server, declared } = at();
    const other = await createAccount(server.client(), declared, 'shop2');
    await server.follow(other.operationId);
    const secret = other.databasePassword ?? '';
    const db1 = lab.host('db1').privateAddress ?? '';
    expect(await ask('node1', db1, 'shop2', secret, 'SELECT 1')).toMatchObject({ exitCode: 0, stdout: '1\n' });
    expect(await ask('node1', quorum, 'shop2', secret, 'SELECT 1')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/ERROR 1045 /),
    });
  });

  it('is seen by looks as rules read them', async () => {
    const hosts = await factsOfHosts(at().server.client());
    const greetings = hosts.map((host) => [host.name, readFact(host, serverGreeting(quorum, 3306))] as const);
    expect(greetings.filter(([, greeting]) => greeting !== undefined).toSorted()).toEqual([
      ['node1', 'admitted'],
      ['node2', 'admitted'],
    ]);
    const manager = hosts.find(({ name }) => name === 'manager');
    const listeners = readFact(manager, tcpListeners()) ?? [];
    expect(addressesListening(listeners, 3306).toSorted()).toEqual(['127.0.0.1', quorum].toSorted());
  });

  it('is advised about with the numbers of the manager, whose memory is little', async () => {
    const { server, declared } = at();
    const { advice } = (await server.client().request(adviceQuery, { id: declared.clusterId }, advised)).cluster;
    const databases = advice.find(({ duty }) => duty === 'DATABASES');
    const read = (name: string): number | null | undefined =>
      databases?.measures.find((measure) => measure.name === name)?.value;
    expect(databases).toMatchObject({ pressing: true, ruleIds: ['R-OFF-3', 'R-CM-7', 'R-RES-2'] });
    expect(read('MEMORY_GB')).toBeLessThan(2);
    for (const name of ['MEMORY_GB', 'DISK_BUSY_PERCENT', 'DISK_FULL_PERCENT']) expect(read(name)).toBeGreaterThan(0);
    expect(advice.map(({ duty }) => duty)).toContain('USER_STORAGE');
    // Nodes serve the whole traffic of this cluster.
    expect(advice.map(({ duty }) => duty)).not.toContain('TRAFFIC');
  });

  it('needs nothing more, and is there again after a crash of the manager', async () => {
    const { lab, server, declared } = at();
    await assertConverged(server.client(), declared.clusterId, server.follow);
    await assertNothingToDo(server.client(), declared.clusterId);
    await lab.crash('manager');
    await until(
      'the server is entered again',
      async () => (await ask('node2', quorum, 'shop1', password, 'SELECT 1')).exitCode === 0,
      120_000,
    );
    await assertConverged(server.client(), declared.clusterId, server.follow);
  });
}
