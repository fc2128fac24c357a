import { schedulers } from '../../../src/domain/spec.js';
import { balancedTraffic, type BalancedTraffic } from '../../../src/probes/balancing/balanced-traffic.js';
import type { Lab } from '../../lab/lab.js';
import { thorough } from '../../thorough.js';
import { until } from '../../until.js';
import { accountSite } from './account-site.js';
import { arpAnswers } from './arp-answers.js';
import { BalancedCluster } from './balanced-cluster.js';
import { externalCluster } from './external-cluster.js';
import { handedOver } from './handed-over.js';

jest.setTimeout(600_000);

/** None that the client's kernel chooses by itself. */
const usedPort = 20_000;

/** The same from a port of the client. It waits until the server ends, since the port is free at once then. */
const requestFromPort = `const [host, localPort, domain] = process.argv.slice(1);
const socket = require('node:net').connect({ host, port: 80, localPort: Number(localPort), allowHalfOpen: true });
socket.setTimeout(45_000, () => socket.destroy(new Error('no answer within 45 s')));
socket.write('GET / HTTP/1.0\\r\\nHost: ' + domain + '\\r\\n\\r\\n');
socket.on('data', (part) => process.stdout.write(part)).on('end', () => socket.end());`;

describe('a balanced service', () => {
  let cluster: BalancedCluster;
  const nodes = ['node1', 'node2'] as const;

  beforeAll(async () => {
    cluster = await BalancedCluster.up('other');
  });

  afterAll(() => cluster?.down());

  async function weights(): Promise<readonly number[]> {
    return (await cluster.inService()).map(({ weight }) => weight);
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

  async function answerTo(port: number): Promise<string> {
    const argv = [process.execPath, '-e', requestFromPort, cluster.service, String(port), cluster.domain];
    const { exitCode, stdout, stderr } = await cluster.lab.runInClient('client', argv);
    expect({ port, exitCode, stderr }).toEqual({ port, exitCode: 0, stderr: '' });
    return /answered by \w+/.exec(stdout)?.[0] ?? 'nothing';
  }

  it('is answered by the nodes in turn, who answer the client themselves', async () => {
    const [first, second, ...rest] = await cluster.answers(6);
    expect([first, second].toSorted()).toEqual(['answered by node1', 'answered by node2']);
    expect(rest).toEqual([first, second, first, second]);
    // The kernel sums up what it counted every other second.
    await until('the manager counted all connections', async () => (await counted()).connections === 6);
    const { inward, outward } = await counted();
    expect(outward).toBe(0);
    expect(inward).toBeGreaterThan(6);
  });

  describe("has an account's site that", () => accountSite(() => cluster));

  it('is the manager on the network: no node answers ARP for it', async () => {
    const link = await cluster.byHand('manager', 'cat /sys/class/net/eth0/address');
    expect(await arpAnswers(cluster.lab, cluster.service, () => cluster.answers(1))).toEqual(new Set([link]));
  });

  it('goes on without a node whose web server is down, and with it again', async () => {
    await cluster.byHand('node1', 'systemctl stop nginx');
    const other = cluster.lab.host('node2').publicAddress;
    await until('node1 is taken out', async () => (await cluster.realServers()).join() === other);
    expect(new Set(await cluster.answers(6))).toEqual(new Set(['answered by node2']));
    await cluster.byHand('node1', 'systemctl start nginx');
    await until('node1 is back', async () => (await cluster.realServers()).length === 2);
    expect(new Set(await cluster.answers(4))).toEqual(new Set(['answered by node1', 'answered by node2']));
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
    await until(`${node} is taken out`, async () => (await cluster.realServers()).length === 1);
    expect(await answerTo(usedPort)).toBe(other);
    await cluster.byHand(node, `systemctl start ${unit}`);
    await until(`${node} is back`, async () => (await cluster.realServers()).length === 2);
  });

  it('goes on without a node that is cut off, and with it again', async () => {
    // Whatever it would answer the manager is lost, as where its link is down; we still reach it.
    const away = `blackhole ${cluster.lab.host('manager').publicAddress}`;
    await cluster.byHand('node2', `ip route add ${away}`);
    const other = cluster.lab.host('node1').publicAddress;
    await until('node2 is taken out', async () => (await cluster.realServers()).join() === other);
    expect(new Set(await cluster.answers(4))).toEqual(new Set(['answered by node1']));
    await cluster.byHand('node2', `ip route del ${away}`);
    await until('node2 is back', async () => (await cluster.realServers()).length === 2);
  });

  it.each(schedulers)('is spread by %s', async (scheduler) => {
    const { outcome } = await cluster.worker.until(cluster.director(scheduler));
    expect(outcome).toMatch(/CHANGED$/);
    await until('both nodes take part', async () => (await cluster.realServers()).length === 2);
    expect(await cluster.byHand('manager', 'ipvsadm --save --numeric')).toContain(
      `-A -t ${cluster.service}:80 -s ${scheduler.toLowerCase()}`,
    );
    expect(await cluster.answers(2)).toHaveLength(2);
  });

  const timesOf = (all: readonly string[], host: string): number =>
    all.filter((answer) => answer === `answered by ${host}`).length;

  it('is spread by weight, and stays with one node where persistence is wanted', async () => {
    await cluster.worker.until(cluster.director('WRR', { weights: { manager: 0, node1: 3, node2: 1 } }));
    await until('both nodes have their weights', async () => (await weights()).join() === '3,1');
    const spread = await cluster.answers(8);
    expect([timesOf(spread, 'node1'), timesOf(spread, 'node2')]).toEqual([6, 2]);

    await cluster.worker.until(cluster.director('RR', { persistenceSeconds: 300 }));
    await until('both nodes take part', async () => (await cluster.realServers()).length === 2);
    expect(new Set(await cluster.answers(4)).size).toBe(1);
  });

  it('is left by clients with persistence once its node has no weight', async () => {
    const [kept] = await cluster.answers(1);
    const [weights, other] =
      kept === 'answered by node1'
        ? ([{ manager: 0, node1: 0, node2: 1 }, 'answered by node2'] as const)
        : ([{ manager: 0, node1: 1, node2: 0 }, 'answered by node1'] as const);
    await cluster.worker.until(cluster.director('RR', { weights, persistenceSeconds: 300 }));
    await until('one node takes connections', async () => (await cluster.realServers()).length === 1);
    expect(new Set(await cluster.answers(4))).toEqual(new Set([other]));
  });

  it('is answered by the manager too where it has a weight, and what it answers is none of the nodes', async () => {
    const { name, domain, documentRoot } = cluster;
    await cluster.byHand(
      'manager',
      `mkdir -p ${documentRoot} && echo "answered by manager" >${documentRoot}/index.html`,
    );
    for (const step of [
      { host: 'manager', kind: 'web.server', input: cluster.webServer('manager') },
      cluster.site('manager', { name, uid: 20_001, domain }),
      cluster.director('RR', { weights: { manager: 1, node1: 1, node2: 1 } }),
    ]) {
      expect((await cluster.worker.until(step)).outcome).toMatch(/CHANGED$/);
    }
    await until('all three take part', async () => (await cluster.realServers()).length === 3);
    const spread = await cluster.answers(6);
    expect(['manager', ...nodes].map((host) => timesOf(spread, host))).toEqual([2, 2, 2]);
    const own = cluster.lab.host('manager').publicAddress;
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
    const panel = (): ReturnType<Lab['runInClient']> =>
      cluster.lab.runInClient('client', ['bash', '-c', greeting, cluster.service]);
    await until('the panel answers at the service address', async () => (await panel()).stdout === 'SSH-2.0');
    const ftp = `-t ${cluster.service}:21`;
    await cluster.byHand('manager', `ipvsadm -A ${ftp} -s rr -p 300`);
    await cluster.byHand('manager', `ipvsadm -a ${ftp} -r ${cluster.lab.host('node1').publicAddress}:21 -g`);
    const { exitCode, stderr } = await panel();
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('Connection refused') });
    await cluster.byHand('manager', `ipvsadm -D ${ftp}`);
    expect((await panel()).stdout).toBe('SSH-2.0');
  });

  // Last, since it is taken from the manager.
  describe('is handed over, and then', () => handedOver(() => cluster, 'other'));
});

// A part of it is what was handed over above.
if (thorough) describe("a cluster behind somebody else's balancer", externalCluster);
