import type { schedulers } from '../../../src/domain/spec.js';
import { virtualServices, type RealServer } from '../../../src/probes/balancing/virtual-services.js';
import { Lab } from '../../lab/lab.js';
import { until } from '../../until.js';
import { LabCluster } from '../steps/lab-cluster.js';
import { TestWorker, type Placed } from '../steps/test-worker.js';

/**
 * One request on a connection of its own, without another program than bash. It waits for its answer as long as TCP
 * sends a lost packet again: a node that a slow machine keeps from a health check is taken out, and back within seconds.
 */
const request = `exec 3<>"/dev/tcp/$0/80" && printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n' "$2" "$1" >&3 && timeout 45 cat <&3`;

type Weights = Readonly<Record<'manager' | 'node1' | 'node2', number>>;

/** Port 80 of a service address that a manager balances over two nodes, with an account's site on them; made step by step. */
export class BalancedCluster {
  readonly name = 'shop1';
  readonly domain = 'shop1.example';
  readonly documentRoot = `/chroot/home/${this.name}/public_html`;
  readonly nodes = ['node1', 'node2'] as const;
  readonly webServers = { manager: 'NGINX', node1: 'NGINX', node2: 'APACHE' } as const;
  /** Clients have the addresses from 201 on. */
  readonly service: string;
  readonly worker: TestWorker;
  private readonly cluster: LabCluster;

  private constructor(readonly lab: Lab) {
    this.service = lab.publicNetwork.replace('.0/24', '.150');
    this.cluster = new LabCluster(lab);
    this.worker = new TestWorker(this.cluster);
  }

  /** With a host beside that is none of the cluster's. */
  static async up(other: string): Promise<BalancedCluster> {
    const image = 'equipped';
    const balanced = new BalancedCluster(
      await Lab.up({
        hosts: [
          ...['manager', 'node1', 'node2'].map((name) => ({ name, image }) as const),
          { name: other, image, memory: '256M' },
        ],
        clients: ['client'],
      }),
    );
    await balanced.setUp();
    return balanced;
  }

  async down(): Promise<void> {
    this.cluster.connections.closeAll();
    await this.lab.down();
  }

  hostId(host: string): string {
    return this.cluster.hostId(host);
  }

  byHand(host: string, script: string): Promise<string> {
    return this.cluster.byHand(host, script);
  }

  /** The service address on the manager. */
  get address(): Placed {
    const host = this.hostId('manager');
    const input = { host, address: this.service, cidr: this.lab.publicNetwork };
    return { host: 'manager', kind: 'network.address', input };
  }

  readonly connections: Placed = { host: 'manager', kind: 'balancing.connections', input: {} };

  director(
    scheduler: (typeof schedulers)[number],
    {
      weights = { manager: 0, node1: 1, node2: 1 },
      persistenceSeconds = 0,
    }: { weights?: Weights; persistenceSeconds?: number } = {},
  ): Placed {
    const targets = Object.entries(weights).map(([target, weight]) => ({
      ...{ hostId: this.hostId(target), weight },
      address: this.lab.host(target).publicAddress ?? '',
    }));
    const web = { address: this.service, port: 80, scheduler, persistenceSeconds, targets };
    return { host: 'manager', kind: 'balancing.director', input: { host: this.hostId('manager'), services: [web] } };
  }

  webServer(host: keyof typeof this.webServers): object {
    return { host: this.hostId(host), server: this.webServers[host], addresses: [this.service] };
  }

  /** The site of an account on a host. */
  site(host: keyof typeof this.webServers, account: { name: string; uid: number; domain: string }): Placed {
    const input = { ...this.webServer(host), ...account, homesOn: this.hostId('manager') };
    return { host, kind: 'web.virtual-host', input };
  }

  /** The hosts that take connections now, with their weights. */
  async inService(): Promise<readonly RealServer[]> {
    const stdout = await this.byHand('manager', 'ipvsadm --save --numeric');
    const table = virtualServices().parse({ exitCode: 0, stdout, stderr: '' });
    if (!table.known) throw new Error(table.reason);
    return table.value.flatMap((one) => one.realServers.filter(({ weight }) => weight > 0));
  }

  async realServers(): Promise<readonly string[]> {
    return (await this.inService()).map(({ address }) => address);
  }

  /** What a client is answered on one connection. */
  ask(path: string, domain = this.domain): ReturnType<Lab['runInClient']> {
    return this.lab.runInClient('client', ['bash', '-c', request, this.service, domain, path]);
  }

  async answers(count: number, domain = this.domain): Promise<readonly string[]> {
    const all: string[] = [];
    for (let number = 0; number < count; number++) {
      const { exitCode, stdout, stderr } = await this.ask('/', domain);
      const [answer] = /answered by \w+/.exec(stdout) ?? [];
      if (exitCode !== 0 || answer === undefined) throw new Error(`no answer: ${exitCode} ${stderr}${stdout}`);
      all.push(answer);
    }
    return all;
  }

  private async setUp(): Promise<void> {
    const { name, domain, documentRoot } = this;
    const steps: readonly Placed[] = [
      ...this.nodes.flatMap((node) => [
        { host: node, kind: 'network.arp', input: {} },
        {
          ...{ host: node, kind: 'network.service-loopback' },
          input: { host: this.hostId(node), address: this.service },
        },
        { host: node, kind: 'web.server', input: this.webServer(node) },
        this.site(node, { name, uid: 20_001, domain }),
      ]),
      ...[this.address, this.connections, this.director('RR')],
    ];
    for (const node of this.nodes) {
      const page = `mkdir -p ${documentRoot} && echo "answered by ${node}" >${documentRoot}/index.html`;
      await this.byHand(node, page);
    }
    for (const step of steps) {
      const { outcome, summary } = await this.worker.until(step);
      expect(`${step.kind} on ${step.host}: ${outcome}: ${summary}`).toMatch(/: CHANGED: /);
    }
    await until('the health check found both nodes', async () => (await this.realServers()).length === 2);
  }
}
