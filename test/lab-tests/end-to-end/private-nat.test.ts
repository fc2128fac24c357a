import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { assertNothingToDo } from '../../../quickstart/assert-converged.js';
import { setUpCluster } from '../../../quickstart/declare-cluster.js';
import { outputOf } from '../../../quickstart/output-of.js';
import { forwardedPorts, passiveFtp, recommendedPorts } from '../../../src/domain/forward-rules.js';
import { clusterCore, type ClusterCore, type NatSpec } from '../../../src/domain/spec.js';
import { forwardText } from '../../../src/reads/forwarding/forward-texts.js';
import { Lab } from '../../lab/lab.js';
import { natCards } from '../../lab/nat-device.js';
import { until } from '../../until.js';
import { declareBehindNat, type BehindNat } from './declare-behind-nat.js';
import { MortalServer } from './mortal-server.js';
import { seenFromOutside } from './seen-from-outside.js';

jest.setTimeout(900_000);

const page = 'the page behind the device';
const domain = 'shop1.example';
/** One request on a connection of its own, without another program than bash. */
const request = `exec 3<>"/dev/tcp/$0/80" && printf 'GET / HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n' "$1" >&3 && timeout 5 cat <&3`;
/** What each port says by itself; a port that says nothing, or that nobody forwards, says "none". */
const sayings = `for port in $1; do
  said=none; exec 3<>"/dev/tcp/$0/$port" && read -r -t 10 said <&3; exec 3<&-; echo "$port \${said%%-*}"
done 2>/dev/null`;
const udp = `exec 3<>"/dev/udp/$0/53" && echo >&3 && timeout 10 head -n 1 <&3`;

const printed = z.object({
  cluster: z.object({
    forwardRules: z.object({ nftables: z.string(), iptables: z.string() }),
    revision: z.object({ core: clusterCore }),
  }),
});
const counter = z.object({ counter: z.object({ name: z.string(), packets: z.int() }) });
const counters = z.object({ nftables: z.array(z.unknown()) });

/** Answers at these TCP ports of an address, and at UDP 53, with the port's number. */
function answering(address: string, ports: readonly number[]): string {
  return `systemd-run --quiet --unit=answering perl -MIO::Socket::INET -MIO::Select -e '
my $address = shift;
my $udp = IO::Socket::INET->new(LocalAddr => $address, LocalPort => 53, Proto => "udp") or die;
my $all = IO::Select->new($udp);
$all->add(IO::Socket::INET->new(LocalAddr => $address, LocalPort => $_, Listen => 5, ReuseAddr => 1) or die) for @ARGV;
while (1) {
  for my $ready ($all->can_read) {
    if ($ready == $udp) { $udp->recv(my $asked, 99); $udp->send("udp 53\\n"); next }
    my $one = $ready->accept; print $one $ready->sockport, "\\n"; close $one;
  }
}' ${address} ${ports.join(' ')}`;
}

describe('a cluster behind a NAT device', () => {
  let data: string;
  let server: MortalServer;
  let lab: Lab;
  let cluster: BehindNat;
  let core: ClusterCore;
  let texts: z.output<typeof printed>['cluster']['forwardRules'];

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-nat-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
    lab = await Lab.up({
      hosts: [
        ...['manager', 'node1'].map((name) => ({ name, image: 'equipped' as const, segments: ['private'] as const })),
        { name: 'outside', image: 'bare', memory: '256M' },
      ],
      clients: ['client'],
      nat: true,
    });
    cluster = await declareBehindNat(server.client(), lab, server.follow);
    const { clusterId } = cluster;
    const query = `query ($id: ID!) { cluster(id: $id) { revision { core }
      forwardRules { nftables: text(format: NFTABLES) iptables: text(format: IPTABLES) } } }`;
    const answer = await server.client().request(query, { id: clusterId }, printed);
    core = answer.cluster.revision.core;
    texts = answer.cluster.forwardRules;
    await load(['nft', '-f', '-'], texts.nftables);
    await server.follow(await setUpCluster(server.client(), clusterId));
    const { operation } = await server
      .client()
      .mutate(
        'createAccount',
        'CreateAccountInput',
        'operation { id }',
        { idempotencyKey: randomUUID(), clusterId, name: 'shop1', domain },
        z.object({ operation: z.object({ id: z.string() }) }),
      );
    await server.follow(operation.id);
    await outputOf(lab, 'manager', `echo '${page}' >/chroot/home/shop1/public_html/index.html`);
    await watchAnswers();
  });

  afterAll(async () => {
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  /** On the device, as its operator does it. */
  async function load(argv: readonly string[], text: string): Promise<void> {
    const { exitCode, stderr } = await lab.runInNatDevice(argv, text);
    if (exitCode !== 0) throw new Error(`${argv.join(' ')}: ${stderr}\n${text}`);
  }

  /** The cluster as if something else had been declared of the device. */
  function declaredWith(changed: Partial<NatSpec>): ClusterCore {
    if (core.nat === null) throw new Error('nothing is declared of the device');
    return { ...core, nat: { ...core.nat, ...changed } };
  }

  /** Counts on the device whose network cards answers from the service addresses come from. */
  async function watchAnswers(): Promise<void> {
    const cards = await Promise.all(
      (['node1', 'manager'] as const).map(async (host) => ({
        host,
        card: await outputOf(lab, host, 'cat /sys/class/net/eth0/address'),
      })),
    );
    const counted = cards.flatMap(({ host, card }) =>
      cluster.serviceAddresses.map((address, index) => ({ name: `${host}-${index}`, card, address })),
    );
    const lines = [
      'table ip watch {',
      ...counted.map(({ name }) => `counter ${name} { }`),
      'chain seen { type filter hook prerouting priority -500; policy accept;',
      ...counted.map(
        ({ name, card, address }) =>
          `iifname ${natCards.inside} ether saddr ${card} ip saddr ${address} tcp sport 80 counter name ${name}`,
      ),
      ...['}', '}'],
    ];
    await load(['nft', '-f', '-'], `${lines.join('\n')}\n`);
  }

  async function answers(): Promise<Readonly<Record<string, number>>> {
    const { stdout } = await lab.runInNatDevice(['nft', '-j', 'reset', 'counters', 'table', 'ip', 'watch']);
    const found = counters.parse(JSON.parse(stdout)).nftables.flatMap((one) => {
      const parsed = counter.safeParse(one);
      return parsed.success ? [parsed.data.counter] : [];
    });
    return Object.fromEntries(found.map(({ name, packets }) => [name, packets]));
  }

  /** Until nothing of former connections is on its way any more, such as their end or what was sent again. */
  const isQuiet = (): Promise<void> =>
    until('no answer comes that nobody asks for', async () =>
      Object.values(await answers()).every((count) => count === 0),
    );

  /** Asks for the site from outside. */
  async function ask(publicAddress: string): Promise<string> {
    const argv = ['bash', '-c', request, publicAddress, domain];
    const { stdout } = await lab.runInClient('client', argv);
    return stdout;
  }

  const isServed = (publicAddress: string): Promise<void> =>
    until(`the site is served at ${publicAddress}`, async () => (await ask(publicAddress)).includes(page));

  async function said(ports: readonly number[], address = lab.natAddresses[0]): Promise<readonly string[]> {
    const { stdout } = await lab.runInClient('client', ['bash', '-c', sayings, address, ports.join(' ')]);
    return stdout.trim().split('\n');
  }

  it('serves a site to clients outside, and nodes answer the device past the manager', async () => {
    const [publicAddress] = lab.natAddresses;
    await isServed(publicAddress);
    await isQuiet();
    for (let time = 0; time < 4; time++) expect(await ask(publicAddress)).toContain(page);
    const { 'node1-0': fromNode = 0, ...others } = await answers();
    expect(fromNode).toBeGreaterThanOrEqual(4 * 3);
    expect(others).toEqual({ 'node1-1': 0, 'manager-0': 0, 'manager-1': 0 });
    // The kernel sums up what it counted every other second.
    const inward = new RegExp(`^TCP\\s+${cluster.serviceAddresses[0]}:80\\s+[1-9]\\d*\\s+[1-9]\\d*\\s+(\\d+)\\s`, 'm');
    let out: string | undefined;
    await until('the manager counted what it handed on', async () => {
      [, out] = inward.exec(await outputOf(lab, 'manager', 'ipvsadm --list --numeric --stats --exact')) ?? [];
      return out !== undefined;
    });
    expect(out).toBe('0');
  });

  it('gets each forwarded port at the address that serves, and no other', async () => {
    const [target] = cluster.serviceAddresses;
    // Port 22 is that of the hosts, and 80 is balanced.
    const range = [passiveFtp.port, passiveFtp.lastPort];
    const listening = [...forwardedPorts.keys(), ...recommendedPorts.keys(), ...range].filter(
      (port) => ![22, 80].includes(port),
    );
    const others = [26, 3306, passiveFtp.port - 1, passiveFtp.lastPort + 1];
    await outputOf(lab, 'manager', answering(target, [...listening, ...others]));
    await until('the manager answers', async () => (await said([2443])).join() === '2443 2443');
    expect(await said([...listening, 22, ...others])).toEqual([
      ...listening.map((port) => `${port} ${port}`),
      '22 SSH',
      ...others.map((port) => `${port} none`),
    ]);
    const { stdout } = await lab.runInClient('client', ['bash', '-c', udp, lab.natAddresses[0]]);
    expect(stdout).toBe('udp 53\n');
  });

  it('gets MySQL from outside only on request', async () => {
    await load(['nft', '-f', '-'], forwardText(declaredWith({ forwardMysql: true }), 'NFTABLES'));
    expect(await said([3306, 26])).toEqual(['3306 3306', '26 none']);
    await load(['nft', '-f', '-'], texts.nftables);
    expect(await said([3306])).toEqual(['3306 none']);
    await outputOf(lab, 'manager', 'systemctl stop answering');
  });

  seenFromOutside(() => ({ lab, server, cluster, nftables: texts.nftables, load }));

  it('goes out through the device, under its address', async () => {
    const client = lab.publicNetwork.replace('.0/24', '.201');
    for (const host of ['manager', 'node1']) await outputOf(lab, host, `ping -c 1 -W 5 ${client}`);
    const direct = await lab.runInClient('client', [
      'ping',
      '-c',
      '1',
      '-W',
      '1',
      lab.host('node1').privateAddress ?? '',
    ]);
    expect(direct.exitCode).not.toBe(0);
  });

  it('is served by two public addresses, each with a service address of its own', async () => {
    const many = declaredWith({ mode: 'ONE_TO_ONE', publicAddresses: [...lab.natAddresses] });
    await load(['nft', '-f', '-'], forwardText(many, 'NFTABLES'));
    for (const address of lab.natAddresses) await isServed(address);
    for (const [index, address] of lab.natAddresses.entries()) {
      await isQuiet();
      expect(await ask(address)).toContain(page);
      const seen = await answers();
      expect(Object.keys(seen).filter((name) => seen[name] !== 0)).toEqual([`node1-${index}`]);
    }
  });

  it('is served by the rules for iptables as well', async () => {
    await load(['nft', 'delete', 'table', 'ip', `hostwright-${core.name}`], '');
    const [publicAddress] = lab.natAddresses;
    expect(await ask(publicAddress)).toBe('');
    await load(['iptables-restore'], texts.iptables);
    await isServed(publicAddress);
  });

  it('needs nothing more', async () => {
    expect(await assertNothingToDo(server.client(), cluster.clusterId)).toBe('setting up again: an empty plan');
  });
});
