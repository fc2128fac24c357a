import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { assertConverged, assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { setUpCluster } from '../../../quickstart/declare-cluster.js';
import { outputOf } from '../../../quickstart/output-of.js';
import { Lab } from '../../lab/lab.js';
import { until } from '../../until.js';
import { arpAnswers } from './arp-answers.js';
import { declareBalancedElsewhere, type BalancedElsewhere } from './declare-balanced-elsewhere.js';
import { MortalServer } from './mortal-server.js';
import { OthersBalancer, toldBalancing } from './others-balancer.js';

const nodes = ['node1', 'node2'] as const;
const domain = 'shop1.example';
const page = 'the page behind another balancer';
const accessLog = '/var/log/hostwright/web/access.log';
/** With a line of $2 bytes that the server has no use for: what does not fit into one packet. */
const request = `exec 3<>"/dev/tcp/$0/80" && printf 'GET / HTTP/1.0\\r\\nHost: %s\\r\\nX-Long: %0*d\\r\\n\\r\\n' "$1" "$2" 0 >&3 && timeout 5 cat <&3`;

const idOf = z.object({ id: z.string() });
const started = z.object({ operation: idOf });
const answered = z.object({
  cluster: z.object({ externalBalancing: z.array(toldBalancing.extend({ duties: z.array(z.string()) })) }),
});
type Told = z.output<typeof answered>['cluster']['externalBalancing'];

/** Tests of a cluster that is set up behind a balancer of somebody else, who reads the answers of the API and knows nothing else. */
export function externalCluster(): void {
  let data: string;
  let server: MortalServer;
  let lab: Lab;
  let cluster: BalancedElsewhere;
  let balancer: OthersBalancer;

  const on = (host: string, script: string): Promise<string> => outputOf(lab, host, script);

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-elsewhere-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
    const image = 'equipped';
    lab = await Lab.up({
      hosts: [
        ...['manager', ...nodes].map((name) => ({ name, image }) as const),
        { name: 'other', image, memory: '256M' },
      ],
      clients: ['client'],
    });
    balancer = new OthersBalancer(lab, 'other');
    cluster = await declareBalancedElsewhere(server.client(), lab, server.follow, 'other');
    // It holds the address before anything is set up.
    await balancer.follow(await told());
    await server.follow(await setUpCluster(server.client(), cluster.clusterId));
    const account = { idempotencyKey: randomUUID(), clusterId: cluster.clusterId, name: 'shop1', domain };
    const made = await server
      .client()
      .mutate('createAccount', 'CreateAccountInput', 'operation { id }', account, started);
    await server.follow(made.operation.id);
    await on('manager', `echo '${page}' >/chroot/home/shop1/public_html/index.html`);
  });

  afterAll(async () => {
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  async function told(): Promise<Told> {
    const query = `query ($id: ID!) { cluster(id: $id) { externalBalancing {
      address port scheduler persistenceSeconds forwarding targets { address weight } duties } } }`;
    return (await server.client().request(query, { id: cluster.clusterId }, answered)).cluster.externalBalancing;
  }

  async function edit(...replacements: readonly (readonly [string, string])[]): Promise<string> {
    const client = server.client();
    const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
    const shape = z.object({ exportCluster: z.string() });
    let { exportCluster: manifest } = await client.request(query, { id: cluster.clusterId }, shape);
    for (const [former, wanted] of replacements) {
      expect(manifest).toContain(former);
      manifest = manifest.replace(former, wanted);
    }
    const input = { idempotencyKey: randomUUID(), manifest };
    return (await client.mutate('applyCluster', 'ApplyClusterInput', 'operation { id }', input, started)).operation.id;
  }

  async function ask(bytes: number): Promise<string> {
    const argv = ['timeout', '10', 'bash', '-c', request, cluster.service, domain, String(bytes)];
    return (await lab.runInClient('client', argv)).stdout;
  }

  async function count(node: string): Promise<number> {
    return Number(await on(node, `cat ${accessLog} 2>/dev/null | grep -c '^[1-9]' || :`));
  }

  /** Which node answers each of several connections. */
  async function answers(times: number, bytes = 1): Promise<readonly string[]> {
    const all: string[] = [];
    let before = await Promise.all(nodes.map(count));
    for (let time = 0; time < times; time++) {
      const said = await ask(bytes);
      if (!said.includes(page)) throw new Error(`no page: ${said}`);
      const now = await Promise.all(nodes.map(count));
      all.push(nodes.filter((_, index) => now[index] !== before[index]).join(' and '));
      before = now;
    }
    return all;
  }

  async function expectInTurn(bytes = 1): Promise<void> {
    // A node may remember for seconds that there was no page.
    await until('both nodes have the page', async () => {
      const said = [await ask(1), await ask(1)];
      return said.every((one) => one.includes(page));
    });
    const [first, second, ...rest] = await answers(6, bytes);
    expect([first, second].toSorted()).toEqual([...nodes]);
    expect(rest).toEqual([first, second, first, second]);
  }

  async function expectNothingOnTheManager(): Promise<void> {
    expect(await on('manager', 'ipvsadm --save --numeric')).toBe('');
    expect(await on('manager', 'systemctl is-active keepalived || :')).toBe('inactive');
    expect(await on('manager', 'systemctl is-enabled keepalived || :')).toBe('disabled');
    const files = '/etc/keepalived/keepalived.conf /etc/systemd/system/hostwright-balancing.service';
    expect(await on('manager', `ls ${files} 2>/dev/null || :`)).toBe('');
    expect(await on('manager', 'ip -o -4 address show')).not.toContain(`${cluster.service}/`);
  }

  it('balances nothing on the manager', expectNothingOnTheManager);

  it('is answered by both nodes in turn, and past the other balancer', async () => {
    await balancer.serves(2);
    await expectInTurn();
    let outward: string | undefined;
    await until('it counted', async () => (outward = await balancer.outward(`${cluster.service}:80`)) !== undefined);
    expect(outward).toBe('0');
  });

  it('leaves ARP for the service address to the other balancer', async () => {
    expect(await arpAnswers(lab, cluster.service, () => ask(1))).toEqual(new Set([await balancer.linkAddress()]));
  });

  it('goes on without a node whose web server is down, as it is told to look for that', async () => {
    await on('node2', 'systemctl stop nginx');
    await balancer.serves(1);
    expect(new Set(await answers(4))).toEqual(new Set(['node1']));
    await on('node2', 'systemctl start nginx');
    await balancer.serves(2);
    await expectInTurn();
  });

  it('is answered out of tunnels, which nodes unpack as they are told to, also where packets do not fit', async () => {
    await server.follow(await edit(['forwarding: DR', 'forwarding: TUN']));
    const services = await told();
    expect(services.map(({ forwarding }) => forwarding)).toEqual(['TUN']);
    const [, unpack = ''] = / after each boot: (.*)\. Tell a client /.exec(services[0]?.duties.join('\n') ?? '') ?? [];
    // As where a distribution is strict, and nobody read on.
    const strict = 'sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.default.rp_filter=1';
    for (const node of nodes) await on(node, `${strict} && modprobe ipip && ip link set tunl0 up`);
    await balancer.follow(services);
    await balancer.serves(2);
    expect(await ask(1)).toBe('');
    for (const node of nodes) await on(node, unpack);
    expect(await on('other', 'ipvsadm --save --numeric')).toContain(' -i ');
    await expectInTurn();
    await expectInTurn(5_000);
  });

  it('comes to the manager once the other balancer lets go of the address, and not before', async () => {
    const services = await told();
    const setUp = await edit(['forwarding: TUN', 'forwarding: DR'], ['lbMode: EXTERNAL', 'lbMode: MANAGED']);
    await expect(server.follow(setUp)).rejects.toThrow(/already used on the segment/);
    await expectInTurn();
    await balancer.letGo(services);
    const input = { idempotencyKey: randomUUID(), operationId: setUp };
    const again = await server
      .client()
      .mutate('retryOperation', 'RetryOperationInput', 'operation { id }', input, started);
    await server.follow(again.operation.id);
    const taking = 'ipvsadm --save --numeric | grep -c -- "-w 1$" || :';
    await until('both nodes are in service', async () => (await on('manager', taking)) === '2');
    await expectInTurn();
    const link = await on('manager', 'cat /sys/class/net/eth0/address');
    expect(await arpAnswers(lab, cluster.service, () => ask(1))).toEqual(new Set([link]));
  });

  it('goes back to the other balancer, which announces itself to clients that know the manager', async () => {
    await server.follow(await edit(['lbMode: MANAGED', 'lbMode: EXTERNAL']));
    await expectNothingOnTheManager();
    await balancer.follow(await told());
    await balancer.serves(2);
    await expectInTurn();
    await assertConverged(server.client(), cluster.clusterId, server.follow);
    await assertNothingToDo(server.client(), cluster.clusterId);
  });
}
