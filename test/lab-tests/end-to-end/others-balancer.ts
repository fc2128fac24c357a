import { z } from 'zod';
import { outputOf } from '../../../quickstart/output-of.js';
import { forwardings, schedulers } from '../../../src/domain/spec.js';
import type { Lab } from '../../lab/lab.js';
import { until } from '../../until.js';

/** What of `Cluster.externalBalancing` programs read. */
export const toldBalancing = z.object({
  address: z.string(),
  port: z.int(),
  scheduler: z.enum(schedulers),
  persistenceSeconds: z.int(),
  forwarding: z.enum(forwardings),
  targets: z.array(z.object({ address: z.string(), weight: z.int() })).readonly(),
});
type Told = z.output<typeof toldBalancing>;

/** A host's own health check, as its owner writes it. */
function virtualServer({ address, port, scheduler, persistenceSeconds, forwarding, targets }: Told): string {
  const check = 'TCP_CHECK { connect_timeout 2 }';
  return `virtual_server ${address} ${port} {
  protocol TCP
  delay_loop 2
  lvs_sched ${scheduler.toLowerCase()}
  lvs_method ${forwarding}
  ${persistenceSeconds === 0 ? '' : `persistence_timeout ${persistenceSeconds}`}
${targets.map((one) => `  real_server ${one.address} ${port} {\n    weight ${one.weight}\n    ${check}\n  }`).join('\n')}
}
`;
}

/** A lab host that is none of a cluster's and balances for it: set up by what the API tells, and by nothing else. */
export class OthersBalancer {
  constructor(
    private readonly lab: Lab,
    readonly host: string,
  ) {}

  async follow(services: readonly Told[]): Promise<void> {
    const addresses = [...new Set(services.map(({ address }) => address))];
    await this.run(`cat >/etc/keepalived/keepalived.conf <<'END'
${services.map(virtualServer).join('')}END
modprobe ip_vs
sysctl -qw net.ipv4.vs.expire_nodest_conn=1 net.ipv4.vs.expire_quiescent_template=1
systemctl restart keepalived
${addresses.map((address) => `ip address replace ${address}/32 dev eth0 && arping -q -U -c 1 -I eth0 ${address}`).join('\n')}`);
  }

  /** Until its own health check found as many of the nodes. */
  async serves(nodes: number): Promise<void> {
    await until(`${nodes} nodes are in service`, async () => (await this.inService()).length === nodes, 60_000);
  }

  /** Leaves the addresses to somebody else. */
  async letGo(services: readonly Told[]): Promise<void> {
    const held = services.map(({ address }) => `ip address del ${address}/32 dev eth0`);
    await this.run(`systemctl stop keepalived\n${[...new Set(held)].join('\n')}`);
  }

  /** Addresses of the nodes that it hands connections on to. */
  async inService(): Promise<readonly string[]> {
    const table = await this.run('ipvsadm --save --numeric');
    return [...table.matchAll(/^-a -t \S+ -r (\S+):\d+ .*-w [1-9]/gm)].map(([, address = '']) => address);
  }

  async linkAddress(): Promise<string> {
    return this.run('cat /sys/class/net/eth0/address');
  }

  /** Packets of answers that came back through it. */
  async outward(service: string): Promise<string | undefined> {
    const stats = await this.run('ipvsadm --list --numeric --stats --exact');
    return new RegExp(`^TCP\\s+${service}\\s+[1-9]\\d*\\s+[1-9]\\d*\\s+(\\d+)\\s`, 'm').exec(stats)?.[1];
  }

  private run(script: string): Promise<string> {
    return outputOf(this.lab, this.host, `set -e\n${script}`);
  }
}
