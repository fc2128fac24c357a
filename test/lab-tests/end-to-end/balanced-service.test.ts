import { z } from 'zod';
import { schedulers } from '../../../src/domain/spec.js';
import { balancedTraffic, type BalancedTraffic } from '../../../src/probes/balancing/balanced-traffic.js';
import { virtualServices, type RealServer } from '../../../src/probes/balancing/virtual-services.js';
import { Lab } from '../../lab/lab.js';
import { until } from '../../until.js';
import { LabCluster } from '../steps/lab-cluster.js';
import { TestWorker, type Placed } from '../steps/test-worker.js';

jest.setTimeout(600_000);

const neighbours = z.array(z.object({ dst: z.string(), lladdr: z.string().optional() }));

/** One request on a connection of its own, without another program than bash. */
const request = `exec 3<>"/dev/tcp/$0/80" && printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n' "$2" "$1" >&3 && timeout 5 cat <&3`;

/** None that the client's kernel chooses by itself. */
const usedPort = 20_000;

/** The same from a port of the client. It waits until the server ends, since the port is free at once then. */
const requestFromPort = `const [host, localPort, domain] = process.argv.slice(1);
const socket = require('node:net').connect({ host, port: 80, localPort: Number(localPort), allowHalfOpen: true });
socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 s')));
socket.write('GET / HTTP/1.0\\r\\nHost: ' + domain + '\\r\\n\\r\\n');
socket.on('data', (part) => process.stdout.write(part)).on('end', () => socket.end());`;

const name = 'shop1';
const domain = 'shop1.example';
const documentRoot = `/chroot/home/${name}/public_html`;

describe('a balanced service', () => {
  let lab: Lab;
  let cluster: LabCluster;
  let worker: TestWorker;
  let service: string;
  const nodes = ['node1', 'node2'] as const;
  const webServers = { node1: 'NGINX', node2: 'APACHE' } as const;

  beforeAll(async () => {
    lab = await Lab.up({
      hosts: ['manager', ...nodes].map((name) => ({ name, image: 'equipped' as const })),
      clients: ['client'],
    });
    cluster = new LabCluster(lab);
    // Clients have the addresses from 201 on.
    service = lab.publicNetwork.replace('.0/24', '.150');
    worker = new TestWorker(cluster);
    const host = cluster.hostId('manager');
    const steps: readonly Placed[] = [
      ...nodes.flatMap((node) => {
        const served = { host: cluster.hostId(node), server: webServers[node], addresses: [service] };
        return [
          { host: node, kind: 'network.arp', input: {} },
          { host: node, kind: 'network.service-loopback', input: { host: cluster.hostId(node), address: service } },
          { host: node, kind: 'web.server', input: served },
          { host: node, kind: 'web.virtual-host', input: { ...served, name, uid: 20_001, domain, homesOn: host } },
        ];
      }),
      { host: 'manager', kind: 'network.address', input: { host, address: service, cidr: lab.publicNetwork } },
      { host: 'manager', kind: 'balancing.connections', input: {} },
      director('RR'),
    ];
    for (const node of nodes) {
      await cluster.byHand(node, `mkdir -p ${documentRoot} && echo "answered by ${node}" >${documentRoot}/index.html`);
    }
    for (const step of steps) {
      const { outcome, summary } = await worker.until(step);
      expect(`${step.kind} on ${step.host}: ${outcome}: ${summary}`).toMatch(/: CHANGED: /);
    }
    await until('the health check found both nodes', async () => (await realServers()).length === 2);
  });

  afterAll(async () => {
    cluster?.connections.closeAll();
    await lab?.down();
  });

  function director(
    scheduler: (typeof schedulers)[number],
    {
      weights = { manager: 0, node1: 1, node2: 1 },
      persistenceSeconds = 0,
    }: { weights?: Readonly<Record<'manager' | (typeof nodes)[number], number>>; persistenceSeconds?: number } = {},
  ): Placed {
    const targets = Object.entries(weights).map(([target, weight]) => ({
      ...{ hostId: cluster.hostId(target), weight },
      address: lab.host(target).publicAddress ?? '',
    }));
    const web = { address: service, port: 80, scheduler, persistenceSeconds, targets };
    const host = cluster.hostId('manager');
    return { host: 'manager', kind: 'balancing.director', input: { host, services: [web] } };
  }

  async function balanced(): Promise<readonly RealServer[]> {
    const stdout = await cluster.byHand('manager', 'ipvsadm --save --numeric');
    const table = virtualServices().parse({ exitCode: 0, stdout, stderr: '' });
    if (!table.known) throw new Error(table.reason);
    return table.value.flatMap((one) => one.realServers.filter(({ weight }) => weight > 0));
  }

  /** The hosts that take connections now. */
  async function realServers(): Promise<readonly string[]> {
    return (await balanced()).map(({ address }) => address);
  }

  async function weights(): Promise<readonly number[]> {
    return (await balanced()).map(({ weight }) => weight);
  }

  /** Connections, and packets that passed the manager on their way to the hosts and back. */
  async function counted(): Promise<{
    readonly connections: number;
    readonly inward: number;
    readonly outward: number;
  }> {
    const stats = await cluster.byHand('manager', 'ipvsadm --list --numeric --stats --exact');
    const [, ...columns] = /^TCP\s+\S+:80\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(stats) ?? [];
    const [connections = -1, inward = -1, outward = -1] = columns.map(Number);
    return { connections, inward, outward };
  }

  /** What each web server says: connections go to one host after the other. */
  async function saidOf(path: string): Promise<Readonly<Record<string, string>>> {
    const all: Record<string, string> = {};
    for (let number = 0; number < 2; number++) {
      const { stdout } = await lab.runInClient('client', ['bash', '-c', request, service, domain, path]);
      const [, server = 'none'] = /^Server: (\w+)/m.exec(stdout) ?? [];
      all[server] = stdout;
    }
    return all;
  }

  async function statusOf(path: string): Promise<Readonly<Record<string, string | undefined>>> {
    const said = Object.entries(await saidOf(path));
    return Object.fromEntries(said.map(([server, text]) => [server, /^HTTP\/1\.[01] (\d+)/.exec(text)?.[1]]));
  }

  async function answers(count: number, to = domain): Promise<readonly string[]> {
    const all: string[] = [];
    for (let number = 0; number < count; number++) {
      const { exitCode, stdout, stderr } = await lab.runInClient('client', ['bash', '-c', request, service, to, '/']);
      const [answer] = /answered by \w+/.exec(stdout) ?? [];
      if (exitCode !== 0 || answer === undefined) throw new Error(`no answer: ${exitCode} ${stderr}${stdout}`);
      all.push(answer);
    }
    return all;
  }

  async function answerTo(port: number): Promise<string> {
    const argv = [process.execPath, '-e', requestFromPort, service, String(port), domain];
    const { exitCode, stdout, stderr } = await lab.runInClient('client', argv);
    expect({ port, exitCode, stderr }).toEqual({ port, exitCode: 0, stderr: '' });
    return /answered by \w+/.exec(stdout)?.[0] ?? 'nothing';
  }

  it('is answered by the nodes in turn, who answer the client themselves', async () => {
    const [first, second, ...rest] = await answers(6);
    expect([first, second].toSorted()).toEqual(['answered by node1', 'answered by node2']);
    expect(rest).toEqual([first, second, first, second]);
    // The kernel sums up what it counted every other second.
    await until('the manager counted all connections', async () => (await counted()).connections === 6);
    const { inward, outward } = await counted();
    expect(outward).toBe(0);
    expect(inward).toBeGreaterThan(6);
  });

  it('answers for the domain with "www." too, and for no other name, whichever web server answers', async () => {
    expect(new Set(await answers(2, `www.${domain}`))).toEqual(new Set(['answered by node1', 'answered by node2']));
    for (const node of nodes) {
      const { stdout } = await lab.runInClient('client', ['bash', '-c', request, service, 'other.example', '/']);
      expect({ node, status: /^HTTP\/1\.[01] (\d+)/.exec(stdout)?.[1] }).toEqual({ node, status: '404' });
    }
  });

  it('gives an account nothing but its own, whatever it links to and whatever it asks its web server for', async () => {
    for (const node of nodes) {
      const script = `echo of-others >/srv/of-others
ln -s /srv/of-others ${documentRoot}/theirs
ln -s index.html ${documentRoot}/own
chown -h 20001 ${documentRoot}/theirs
mkdir ${documentRoot}/status
echo 'SetHandler server-status' >${documentRoot}/status/.htaccess`;
      await cluster.byHand(node, script);
    }
    expect(await statusOf('/own')).toEqual({ nginx: '200', Apache: '200' });
    expect(await statusOf('/theirs')).toEqual({ nginx: '403', Apache: '403' });
    expect(await statusOf('/status/')).toEqual({ nginx: '403', Apache: '500' });
    // A link in the place of the whole site.
    for (const node of nodes) {
      await cluster.byHand(
        node,
        `mv ${documentRoot} ${documentRoot}.aside && ln -s /srv ${documentRoot} && chown -h 20001 ${documentRoot}`,
      );
    }
    expect(await statusOf('/of-others')).toEqual({ nginx: '403', Apache: '403' });
    for (const node of nodes) {
      await cluster.byHand(node, `rm ${documentRoot} && mv ${documentRoot}.aside ${documentRoot}`);
    }
    expect(await statusOf('/')).toEqual({ nginx: '200', Apache: '200' });
  });

  it('is the manager on the network: no node answers ARP for it', async () => {
    const link = await cluster.byHand('manager', 'cat /sys/class/net/eth0/address');
    for (let number = 0; number < 5; number++) {
      await lab.runInClient('client', ['ip', 'neigh', 'flush', 'to', service]);
      await answers(1);
      const { stdout } = await lab.runInClient('client', ['ip', '-j', 'neigh', 'show', 'to', service]);
      expect(neighbours.parse(JSON.parse(stdout)).map(({ lladdr }) => lladdr)).toEqual([link]);
    }
  });

  it('goes on without a node whose web server is down, and with it again', async () => {
    await cluster.byHand('node1', 'systemctl stop nginx');
    const other = lab.host('node2').publicAddress;
    await until('node1 is taken out', async () => (await realServers()).join() === other);
    expect(new Set(await answers(6))).toEqual(new Set(['answered by node2']));
    await cluster.byHand('node1', 'systemctl start nginx');
    await until('node1 is back', async () => (await realServers()).length === 2);
    expect(new Set(await answers(4))).toEqual(new Set(['answered by node1', 'answered by node2']));
  });

  it('balances a connection from a port of the client that has just been used, and never leads it to who was taken out', async () => {
    const first = await answerTo(usedPort);
    const second = await answerTo(usedPort);
    expect([first, second].toSorted()).toEqual(['answered by node1', 'answered by node2']);
    const [node, unit, other] =
      second === 'answered by node1'
        ? (['node1', 'nginx', 'answered by node2'] as const)
        : (['node2', 'apache2', 'answered by node1'] as const);
    await cluster.byHand(node, `systemctl stop ${unit}`);
    await until(`${node} is taken out`, async () => (await realServers()).length === 1);
    expect(await answerTo(usedPort)).toBe(other);
    await cluster.byHand(node, `systemctl start ${unit}`);
    await until(`${node} is back`, async () => (await realServers()).length === 2);
  });

  it('goes on without a node that is cut off, and with it again', async () => {
    // Whatever it would answer the manager is lost, as where its link is down; we still reach it.
    const away = `blackhole ${lab.host('manager').publicAddress}`;
    await cluster.byHand('node2', `ip route add ${away}`);
    const other = lab.host('node1').publicAddress;
    await until('node2 is taken out', async () => (await realServers()).join() === other);
    expect(new Set(await answers(4))).toEqual(new Set(['answered by node1']));
    await cluster.byHand('node2', `ip route del ${away}`);
    await until('node2 is back', async () => (await realServers()).length === 2);
  });

  it('serves a name that is as long as names may be', async () => {
    const long = [...['a', 'b', 'c'].map((letter) => letter.repeat(63)), 'd'.repeat(49), 'example'].join('.');
    const site = { name: 'long', uid: 20_002, domain: long, homesOn: cluster.hostId('manager') };
    for (const node of nodes) {
      await cluster.byHand(node, `mkdir -p /chroot/home/long && cp -r ${documentRoot} /chroot/home/long/`);
      const served = { host: cluster.hostId(node), server: webServers[node], addresses: [service], ...site };
      const { outcome, summary } = await worker.until({ host: node, kind: 'web.virtual-host', input: served });
      expect(`${outcome}: ${summary}`).toMatch(/^CHANGED: /);
    }
    expect(new Set(await answers(2, long))).toEqual(new Set(['answered by node1', 'answered by node2']));
    expect(new Set(await answers(2, `www.${long}`))).toEqual(new Set(['answered by node1', 'answered by node2']));
  });

  it.each(schedulers)('is spread by %s', async (scheduler) => {
    const { outcome } = await worker.until(director(scheduler));
    expect(outcome).toMatch(/CHANGED$/);
    await until('both nodes take part', async () => (await realServers()).length === 2);
    expect(await cluster.byHand('manager', 'ipvsadm --save --numeric')).toContain(
      `-A -t ${service}:80 -s ${scheduler.toLowerCase()}`,
    );
    expect(await answers(2)).toHaveLength(2);
  });

  const timesOf = (all: readonly string[], host: string): number =>
    all.filter((answer) => answer === `answered by ${host}`).length;

  it('is spread by weight, and stays with one node where persistence is wanted', async () => {
    await worker.until(director('WRR', { weights: { manager: 0, node1: 3, node2: 1 } }));
    await until('both nodes have their weights', async () => (await weights()).join() === '3,1');
    const spread = await answers(8);
    expect([timesOf(spread, 'node1'), timesOf(spread, 'node2')]).toEqual([6, 2]);

    await worker.until(director('RR', { persistenceSeconds: 300 }));
    await until('both nodes take part', async () => (await realServers()).length === 2);
    expect(new Set(await answers(4)).size).toBe(1);
  });

  it('is left by clients with persistence once its node has no weight', async () => {
    const [kept] = await answers(1);
    const [weights, other] =
      kept === 'answered by node1'
        ? ([{ manager: 0, node1: 0, node2: 1 }, 'answered by node2'] as const)
        : ([{ manager: 0, node1: 1, node2: 0 }, 'answered by node1'] as const);
    await worker.until(director('RR', { weights, persistenceSeconds: 300 }));
    await until('one node takes connections', async () => (await realServers()).length === 1);
    expect(new Set(await answers(4))).toEqual(new Set([other]));
  });

  it('is answered by the manager too where it has a weight, and what it answers is none of the nodes', async () => {
    const served = { host: cluster.hostId('manager'), server: 'NGINX', addresses: [service] };
    const site = { ...served, name, uid: 20_001, domain, homesOn: cluster.hostId('manager') };
    await cluster.byHand(
      'manager',
      `mkdir -p ${documentRoot} && echo "answered by manager" >${documentRoot}/index.html`,
    );
    for (const step of [
      { host: 'manager', kind: 'web.server', input: served },
      { host: 'manager', kind: 'web.virtual-host', input: site },
      director('RR', { weights: { manager: 1, node1: 1, node2: 1 } }),
    ]) {
      expect((await worker.until(step)).outcome).toMatch(/CHANGED$/);
    }
    await until('all three take part', async () => (await realServers()).length === 3);
    const spread = await answers(6);
    expect(['manager', ...nodes].map((host) => timesOf(spread, host))).toEqual([2, 2, 2]);
    const own = lab.host('manager').publicAddress;
    const traffic = async (): Promise<BalancedTraffic | undefined> => {
      const stdout = await cluster.byHand('manager', 'ipvsadm --list --numeric --stats --exact');
      const read = balancedTraffic().parse({ exitCode: 0, stdout, stderr: '' });
      return read.known ? read.value.find(({ port }) => port === 80) : undefined;
    };
    await until('the manager counted all connections', async () => ((await traffic())?.connections ?? 0) >= 6);
    const others = (await traffic())?.realServers.filter(({ address }) => address !== own);
    expect(others?.map(({ packetsOut }) => packetsOut)).toEqual([0, 0]);
  });

  it('leads the ports of a panel to nodes once FTP is balanced with persistence, as R-OFF-4 warns', async () => {
    // In the place of a panel, since it says something by itself: a second SSH server.
    await cluster.byHand('manager', 'systemd-run --unit panel /usr/sbin/sshd -D -p 2080');
    const greeting = 'exec 3<>"/dev/tcp/$0/2080" && head -c 7 <&3';
    const panel = (): ReturnType<Lab['runInClient']> => lab.runInClient('client', ['bash', '-c', greeting, service]);
    await until('the panel answers at the service address', async () => (await panel()).stdout === 'SSH-2.0');
    const ftp = `-t ${service}:21`;
    await cluster.byHand('manager', `ipvsadm -A ${ftp} -s rr -p 300`);
    await cluster.byHand('manager', `ipvsadm -a ${ftp} -r ${lab.host('node1').publicAddress}:21 -g`);
    const { exitCode, stderr } = await panel();
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('Connection refused') });
    await cluster.byHand('manager', `ipvsadm -D ${ftp}`);
    expect((await panel()).stdout).toBe('SSH-2.0');
  });
});
