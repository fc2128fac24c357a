import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { createAccount, domainOf, type CreatedAccount } from '../../../quickstart/declare-cluster.js';
import { pageRequest } from '../../../quickstart/page-request.js';
import { startingNfsServer } from '../../../src/domain/starting-nfs-server.js';
import { fromGlobalId } from '../../../src/domain/ids.js';
import { canaryIn, nodeLogDirectory } from '../../../src/probes/logs/log-paths.js';
import { logStamp, type LogStamp } from '../../../src/probes/logs/log-stamp.js';
import { until } from '../../until.js';
import { foundByRule } from './found-by-rule.js';
import { factsOfHosts, readFact } from './host-facts.js';
import type { OneCluster } from './one-cluster.js';

const servers = ['manager', 'node1', 'node2'] as const;
const nodes = ['node1', 'node2'] as const;
const site = 'weblog';

const started = z.object({ operation: z.object({ id: z.string() }) });
const told = z.object({
  account: z.object({
    usage: z.object({ requests: z.number(), bytesSent: z.number(), isComplete: z.boolean() }).nullable(),
  }),
});

/** Tests of a cluster that was set up, with a client of its services. */
export function logShares(at: () => OneCluster): void {
  let account: CreatedAccount;
  const sent = { requests: 0, bytesSent: 0 };

  beforeAll(async () => {
    const { lab, server, declared } = at();
    account = await createAccount(server.client(), declared, site);
    await server.follow(account.operationId);
    await run('manager', `yes hostwright | head -n 200 >/chroot/home/${site}/public_html/index.html`);
    await until('the manager balances on both nodes', async () => {
      const table = await run('manager', 'ipvsadm --list --numeric');
      return nodes.every((node) => table.includes(`${lab.host(node).publicAddress}:80`));
    });
  });

  async function run(host: string, script: string): Promise<string> {
    const { exitCode, stdout, stderr } = await at().lab.run(host, script, 60);
    if (exitCode !== 0) throw new Error(`${host}: ${script}\nended with ${exitCode}: ${stderr}`);
    return stdout.trim();
  }

  /** Visits, and notes what came back. */
  async function visit(count: number): Promise<void> {
    for (let number = 0; number < count; number++) {
      const argv = ['bash', '-c', pageRequest, at().declared.proven.serviceAddress, domainOf(site)];
      const { exitCode, stdout, stderr } = await at().lab.runInClient('client', argv);
      if (exitCode !== 0 || !stdout.startsWith('HTTP/1.1 200'))
        throw new Error(`no answer: ${exitCode} ${stderr}${stdout}`);
      sent.requests += 1;
      sent.bytesSent += Buffer.byteLength(stdout);
    }
  }

  const lookAtManager = (): Promise<void> => lookAt('manager');

  async function lookAt(...names: readonly string[]): Promise<void> {
    const { server } = at();
    const hostIds = (await factsOfHosts(server.client())).flatMap(({ id, name }) => (names.includes(name) ? [id] : []));
    const input = { idempotencyKey: randomUUID(), hostIds };
    const { operation } = await server
      .client()
      .mutate('observeHosts', 'ObserveHostsInput', 'operation { id }', input, started);
    await server.follow(operation.id);
  }

  /** What the manager shows of a node's canary when it is looked at now. */
  async function canaryOf(node: string): Promise<LogStamp | undefined> {
    await lookAtManager();
    const hosts = await factsOfHosts(at().server.client());
    const nodeId = fromGlobalId(hosts.find(({ name }) => name === node)?.id ?? '')?.id ?? '';
    const manager = hosts.find(({ name }) => name === 'manager');
    return readFact(manager, logStamp(canaryIn(nodeLogDirectory(nodeId))));
  }

  /** Has every host count now instead of in ten minutes, and the manager read it. */
  async function usage(): Promise<z.infer<typeof told>['account']['usage']> {
    for (const host of servers) await run(host, 'systemctl start hostwright-log-usage.service');
    await lookAtManager();
    const query = 'query ($id: ID!) { account(id: $id) { usage { requests bytesSent isComplete } } }';
    return (await at().server.client().request(query, { id: account.accountId }, told)).account.usage;
  }

  async function counts(wanted: object): Promise<void> {
    // The manager believes for some seconds what it saw of a share.
    let last: unknown;
    await until('the manager reads what was counted', async () => {
      last = await usage();
      return JSON.stringify(last) === JSON.stringify(wanted);
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify({ last, wanted })}`);
    });
  }

  async function repair(): Promise<void> {
    const { server, declared } = at();
    const input = { idempotencyKey: randomUUID(), clusterId: declared.clusterId };
    const { operation } = await server
      .client()
      .mutate('repairCluster', 'RepairClusterInput', 'operation { id }', input, started);
    await server.follow(operation.id);
  }

  it('are as the rules want them once the cluster is set up', async () => {
    const { server, declared } = at();
    await assertConverged(server.client(), declared.clusterId, server.follow);
    await assertNothingToDo(server.client(), declared.clusterId);
    for (const node of nodes) expect(await canaryOf(node)).toMatchObject({ is: 'stamped' });
  });

  it('add up to what clients were sent, byte by byte, by both nodes', async () => {
    await visit(20);
    await counts({ ...sent, isComplete: true });
    for (const node of nodes) {
      expect(await run(node, `grep -c '^${account.uid} ' /var/log/hostwright/web/access.log`)).toBe('10');
    }
  });

  it('still add up after logs were turned, and packed', async () => {
    for (let turn = 0; turn < 2; turn++) {
      for (const node of nodes) await run(node, 'logrotate --force /etc/logrotate.d/hostwright-web');
      // A web server that was told to read its settings again goes on with the old file for a moment, and an empty one is not turned.
      await until('both nodes write into their new log', async () => {
        await visit(4);
        const sizes = await Promise.all(
          nodes.map((node) => run(node, 'stat -c %s /var/log/hostwright/web/access.log')),
        );
        return sizes.every((size) => size !== '0');
      });
    }
    for (const node of nodes) await run(node, 'test -e /var/log/hostwright/web/access.log.2.gz');
    await counts({ ...sent, isComplete: true });
  });

  it('are found stale where a node writes no canary any more, and fresh after a repair', async () => {
    const path = '/var/log/hostwright/web/canary';
    await run(
      'node2',
      `systemctl stop hostwright-log-canary.timer && sed -i 's/^canary [0-9]*/canary 1000000000/' ${path}`,
    );
    await until('the canary is old', async () => {
      const seen = await canaryOf('node2');
      return seen?.is === 'stamped' && seen.ageSeconds > 300;
    });
    await repair();
    await until('the canary is young', async () => {
      const seen = await canaryOf('node2');
      return seen?.is === 'stamped' && seen.ageSeconds <= 300;
    });
  });

  it('are missed where a share is not mounted: figures say that they are not complete', async () => {
    await run('manager', 'for place in /var/log/hostwright/nodes/*; do umount "$place"; done');
    for (const node of nodes) expect(await canaryOf(node)).toEqual({ is: 'absent' });
    expect(await usage()).toEqual({ requests: 0, bytesSent: 0, isComplete: false });
    await repair();
    await counts({ ...sent, isComplete: true });
  });

  /** What is wrong by a rule, and what a person may run about it. */
  async function violations(rule: string): Promise<readonly { message: string; commands: readonly string[] }[]> {
    const { server, declared } = at();
    const found = await foundByRule(server.client(), declared.clusterId, rule);
    return found
      .filter(({ verdict }) => verdict === 'VIOLATED')
      .map(({ message, remedies }) => ({ message, commands: remedies.flatMap(({ command }) => command ?? []) }));
  }

  it('hang nobody where NFS servers were stopped, of a node and of the manager: each is named, and started by a repair', async () => {
    for (const host of ['node2', 'manager']) await run(host, 'systemctl stop nfs-server');
    await lookAt('node1', 'node2');
    expect(await canaryOf('node2')).toEqual({ is: 'unreadable' });
    const commands = [startingNfsServer];
    const logs = expect.stringMatching(/^The logs of node node2 .* cannot be read, as node2 offers no NFS /);
    expect(await violations('R-VPS-5')).toEqual([{ message: logs, commands }]);
    const storage = (node: string): unknown =>
      expect.stringMatching(new RegExp(`^${node} cannot connect to port 2049 .* refused, as manager offers no NFS `));
    expect(await violations('R-NET-2')).toEqual(nodes.map((node) => ({ message: storage(node), commands })));
    await repair();
    await until('the canary is back', async () => (await canaryOf('node2'))?.is === 'stamped');
    for (const rule of ['R-VPS-5', 'R-NET-2']) expect(await violations(rule)).toEqual([]);
  });
}
